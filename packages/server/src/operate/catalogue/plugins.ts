import { WaybillError } from '@waybill/core/errors'
import { isPackageName } from '@waybill/core/names'
import { z } from 'zod'
import { names } from './files.ts'
import { shown, type Finding } from './finding.ts'

export interface CataloguePlugin {
  readonly place: string
  readonly id: string
  readonly title: string
  readonly description: string
  readonly repository: string
}

const mostPlugins = 200_000

/** One line for people: what steers a terminal or a page, or cannot be kept, is refused. */
const line = (most: number) =>
  z
    .string()
    .max(most, `is longer than ${most} characters`)
    .transform((text) => text.replaceAll(/\s+/g, ' ').trim())
    .refine(
      (text) => text.isWellFormed() && !/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u.test(text),
      'has control characters',
    )

const part = '(?!\\.{1,2}(?:/|$))[A-Za-z0-9_.-]{1,100}'

/** Authors stand in the file too; they are not read. */
const pluginSchema = z.object({
  id: z.string().refine(isPackageName, 'is not a package name'),
  name: line(200).pipe(z.string().min(1, 'is empty')),
  description: line(2000).default(''),
  repo: z.string().regex(new RegExp(`^${part}/${part}$`), 'is not of the form owner/name'),
})

/** The plugins of a catalogue; what is not one is told and left out. Throws `catalogue.invalid` for what is no list. */
export function readPlugins(file: unknown): { plugins: CataloguePlugin[]; findings: Finding[] } {
  if (!Array.isArray(file) || file.length > mostPlugins)
    throw new WaybillError(
      'catalogue.invalid',
      `${names.plugins} is not a list of at most ${mostPlugins} plugins.`,
    )
  const findings: Finding[] = []
  const plugins = new Map<string, CataloguePlugin>()
  for (const [i, value] of file.entries() as Iterable<[number, unknown]>) {
    const place = `${names.plugins}[${i}]`
    const parsed = pluginSchema.safeParse(value)
    if (!parsed.success) {
      const issue = parsed.error.issues[0]
      const name = nameOf(value)
      const where = [place, ...(issue?.path.map(String) ?? [])].join('.')
      findings.push({ place: where, name, says: issue?.message ?? 'is not valid' })
      continue
    }
    const { id, name: title, description, repo } = parsed.data
    const former = plugins.get(id)
    if (former) findings.push({ place: `${place}.id`, name: id, says: `stands at ${former.place} too` })
    else plugins.set(id, { place, id, title, description, repository: `https://github.com/${repo}` })
  }
  return { plugins: [...plugins.values()], findings }
}

function nameOf(value: unknown): string | null {
  const { id } = Object(value) as { id?: unknown }
  return typeof id === 'string' ? shown(id) : null
}
