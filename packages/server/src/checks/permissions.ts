import type { Check, Evidence } from './check.ts'
import { declaredPermissions, judge, type Declared } from './code/declared.ts'
import { growth } from './code/growth.ts'
import type { Use } from './code/notes.ts'
import { scanPackage } from './code/package-scan.ts'
import type { Permission } from './code/table.ts'

/** What the code uses is declared, what is declared is used, and what has been added since the last version is shown. */
export const permissions: Check = {
  id: 'permissions',
  title: 'Permissions',
  needs: 'package',
  async run({ previous, signal }, contents) {
    const { manifest, manifestFile, binaries, elf } = contents
    const { uses, doubts } = await scanPackage(contents, signal)
    const declared = declaredPermissions(manifest)
    const judged = { undeclared: [] as Evidence[], unclear: [] as Evidence[] }
    const missing = new Set<string>()
    for (const { file, use } of uses) {
      const judgement = judge(use, declared, manifest)
      if (judgement === 'covered') continue
      const { line, permission } = use
      if (judgement === 'unclear') {
        judged.unclear.push({
          file,
          line,
          text: `${permission}, perhaps beyond what is declared: ${use.text}`,
        })
        continue
      }
      missing.add(permission)
      judged.undeclared.push({ file, line, text: `${wordsFor(use, declared)}: ${use.text}` })
    }
    const isNative = binaries.size + elf.length > 0
    const warnings: Evidence[] = [
      ...growth(previous?.manifest.permissions, manifest.permissions).map((text) => ({
        file: manifestFile,
        text,
      })),
      // A native program may use anything.
      ...(isNative || doubts.length > 0 ? [] : unused(declared, uses)).map((name) => ({
        file: manifestFile,
        text: `“${name}” is declared, and nothing in the code uses it.`,
      })),
      ...doubts,
      ...judged.unclear,
    ]
    if (judged.undeclared.length > 0) {
      const names = [...missing].map((name) => `“${name}”`).join(', ')
      return {
        status: 'fail',
        summary: `The code uses what the manifest does not declare: ${names}.`,
        evidence: [...byTurns(judged.undeclared, missing.size), ...warnings],
      }
    }
    if (warnings.length > 0)
      return {
        status: 'warn',
        summary: 'Everything that is surely used is declared; some points are for a reviewer to judge.',
        evidence: warnings,
      }
    return { status: 'pass', summary: 'The code uses what the manifest declares, and nothing else.' }
  },
}

function wordsFor(
  { permission, address, access, variable }: Use,
  declared: ReadonlyMap<Permission, Declared>,
): string {
  if (!declared.has(permission)) return `${permission} is not declared`
  return `${permission} is not declared for ${address ?? access ?? variable ?? 'everything'}`
}

function unused(declared: ReadonlyMap<Permission, Declared>, uses: readonly { use: Use }[]): Permission[] {
  const used = new Set(uses.map(({ use }) => use.permission))
  return [...declared.keys()].filter((name) => !used.has(name))
}

/** Leaves room for doubts behind many uses of the same kind, and shows each kind. */
function byTurns(evidence: readonly Evidence[], kinds: number): Evidence[] {
  const shown = new Map<string, number>()
  const most = Math.max(5, Math.floor(40 / kinds))
  return evidence.filter(({ text }) => {
    const kind = text.slice(0, text.indexOf(' '))
    const count = (shown.get(kind) ?? 0) + 1
    shown.set(kind, count)
    return count <= most
  })
}
