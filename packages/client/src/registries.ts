import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { WaybillError } from '@waybill/core/errors'
import { paths, tufBase } from '@waybill/core/paths'
import { rootFingerprint } from '@waybill/core/trust'
import { z } from 'zod'
import { readSettings } from './config/settings.ts'
import { isMissing, readIfPresent, writeAtomic } from './files.ts'
import { homePaths, type Home } from './home.ts'
import { metadataFiles } from './trust/metadata-files.ts'
import { metadataHttp } from './trust/metadata-http.ts'

const pinnedSchema = z.object({
  url: z.string(),
  /** `sha256:…` of the first root: what was compared when it was pinned. */
  fingerprint: z.string(),
  mirrors: z.array(z.string()),
  addedAt: z.string(),
})

/** A registry whose root this home trusts. */
export interface PinnedRegistry extends z.infer<typeof pinnedSchema> {
  /** First 16 digits of the fingerprint: the name of its folder. */
  readonly id: string
  readonly folder: string
}

export const normalUrl = (url: string) => url.replace(/\/+$/, '')

export interface AddOptions {
  /** Must be that of the registry's first root. */
  fingerprint?: string | undefined
  /** Asked with the fingerprint found when none was given. */
  confirm?: ((fingerprint: string) => Promise<boolean>) | undefined
}

/** Pins a registry by the fingerprint of its first root. Throws `trust.fingerprint` when it is another. */
export async function addRegistry(
  home: Home,
  url: string,
  options: AddOptions = {},
): Promise<PinnedRegistry> {
  const base = normalUrl(url)
  const root = await firstRoot(base)
  const found = rootFingerprint(root)
  await requireFingerprint(base, found, options)
  const id = found.slice('sha256:'.length, 'sha256:'.length + 16)
  const folder = join(homePaths.registries(home), id)
  const store = metadataFiles(join(folder, 'tuf'))
  // A registry that moved keeps what is known of it: only its address changes.
  if (!(await store.load('root'))) await store.save('root', root)
  const pinned = { url: base, fingerprint: found, mirrors: [], addedAt: new Date().toISOString() }
  await writeAtomic(join(folder, 'registry.json'), JSON.stringify(pinned, null, 2))
  return { ...pinned, id, folder }
}

async function firstRoot(base: string): Promise<Uint8Array> {
  if (!/^(https?|file):$/.test(URL.parse(base)?.protocol ?? '')) {
    throw new WaybillError('usage.invalid', `“${base}” is not a web address.`, {
      hint: 'Give the registry’s address, such as https://registry.example.org, or file:///… for a copy in a folder.',
    })
  }
  const root = await metadataHttp(`${base}/${tufBase}`).fetch('1.root.json', 512_000)
  if (root) return root
  throw new WaybillError(
    'registry.refused',
    `${base} has no ${paths.tufMetadata('root', 1)}: it is no Waybill registry.`,
    { hint: 'Check the address.' },
  )
}

async function requireFingerprint(
  url: string,
  found: string,
  { fingerprint, confirm }: AddOptions,
): Promise<void> {
  if (fingerprint !== undefined) {
    const wanted = fingerprint.toLowerCase().replace(/^(sha256:)?/, 'sha256:')
    if (wanted === found) return
    throw new WaybillError(
      'trust.fingerprint',
      `The root of ${url} has the fingerprint ${found}, not ${wanted}.`,
      {
        hint: 'Do not use this registry: ask its operator for the fingerprint over a way you trust.',
        details: { found, wanted },
      },
    )
  }
  if (confirm && (await confirm(found))) return
  throw new WaybillError(
    'usage.invalid',
    `The root of ${url} has the fingerprint ${found}; it was not confirmed.`,
    {
      hint: `Compare it with what the operator gave you, then: waybill registry add ${url} --fingerprint ${found}`,
      details: { found },
    },
  )
}

export async function listRegistries(home: Home): Promise<PinnedRegistry[]> {
  const names = await readdir(homePaths.registries(home)).catch((error: unknown) => {
    if (isMissing(error)) return []
    throw error
  })
  const all: PinnedRegistry[] = []
  for (const id of names.sort()) {
    const folder = join(homePaths.registries(home), id)
    const bytes = await readIfPresent(join(folder, 'registry.json'))
    if (bytes) all.push({ ...readPinned(folder, bytes), id, folder })
  }
  return all.sort((a, b) => (a.addedAt < b.addedAt ? -1 : 1))
}

function readPinned(folder: string, bytes: Buffer): z.infer<typeof pinnedSchema> {
  try {
    return pinnedSchema.parse(JSON.parse(bytes.toString()))
  } catch (cause) {
    throw new WaybillError('home.damaged', `${join(folder, 'registry.json')} cannot be read.`, {
      hint: `Remove ${folder} and pin the registry again.`,
      cause,
    })
  }
}

/** Forgets a registry and what is trusted because of it. */
export async function removeRegistry(home: Home, url: string): Promise<void> {
  const pinned = (await listRegistries(home)).find((each) => each.url === normalUrl(url) || each.id === url)
  if (!pinned) throw notPinned(url)
  await rm(pinned.folder, { recursive: true })
}

/** The registry to use: the one named, else `WAYBILL_REGISTRY`, else the only one. */
export async function selectRegistry(home: Home, named?: string): Promise<PinnedRegistry> {
  const all = await listRegistries(home)
  const wanted = named ?? (await readSettings(home)).find(({ key }) => key === 'registry')?.value?.toString()
  if (wanted !== undefined) {
    const found = all.find((each) => each.url === normalUrl(wanted) || each.id === wanted)
    return found ?? copyOf(all, wanted)
  }
  const [only, second] = all
  if (!only) {
    throw new WaybillError('registry.not_configured', 'No registry is pinned in this home yet.', {
      hint: 'Pin one: waybill registry add URL --fingerprint sha256:… (the operator has the fingerprint).',
    })
  }
  if (!second) return only
  throw new WaybillError(
    'registry.not_configured',
    `This home has ${all.length} registries: ${all.map((each) => each.url).join(', ')}.`,
    {
      hint: 'Say which with --registry URL or WAYBILL_REGISTRY.',
    },
  )
}

/** A mirror, or a copy in a folder, of a registry that is pinned: known by its first root, wherever it is served. */
async function copyOf(all: readonly PinnedRegistry[], url: string): Promise<PinnedRegistry> {
  const base = normalUrl(url)
  if (all.length === 0 || !/^(https?|file):/.test(base)) throw notPinned(url)
  const fingerprint = rootFingerprint(await firstRoot(base))
  const found = all.find((each) => each.fingerprint === fingerprint)
  if (!found) throw notPinned(url)
  return { ...found, url: base }
}

function notPinned(url: string): WaybillError {
  return new WaybillError('trust.no_root', `No root is pinned for ${url}.`, {
    hint: `Pin it first: waybill registry add ${url} --fingerprint sha256:…`,
  })
}
