import type { Evidence } from '../check.ts'
import { firstBytes, type PackageContents } from '../contents.ts'
import type { Use } from './notes.ts'
import type { SourceKind } from './scan.ts'
import { openScanner } from './scanner.ts'

/** Larger files are not parsed. */
const mostFileBytes = 2 * 1024 * 1024
/** Source that is parsed for one package altogether. */
const mostBytes = 64 * 1024 * 1024
const mostUses = 20_000
const mostDoubts = 200

/** Code that is not judged, by its ending. */
const otherCode = /\.(py|rb|sh|bash|ps1|bat|cmd|pl|php|lua|jar|class|jsx|tsx)$/i
const javaScript = /\.[cm]?js$/i
const typeScript = /(?<!\.d)\.[cm]?ts$/i

/** What all of a package's code uses, and as evidence what could not be judged. Sources are read one at a time. */
export async function scanPackage(
  { manifest, manifestFile, nodeScripts, entries }: PackageContents,
  signal: AbortSignal | undefined,
): Promise<{ uses: { file: string; use: Use }[]; doubts: Evidence[] }> {
  const uses: { file: string; use: Use }[] = []
  const doubts: Evidence[] = []
  const doubt = (evidence: Evidence) => {
    if (doubts.length < mostDoubts) doubts.push(evidence)
  }
  const main = manifest.main?.replace(/^\.\//, '')
  const scanner = openScanner()
  let total = 0
  try {
    for await (const entry of entries()) {
      signal?.throwIfAborted()
      const { path: file, size } = entry
      if (entry.type === 'folder') continue
      const isTypeScript = typeScript.test(file)
      if (!isTypeScript && !javaScript.test(file) && !nodeScripts.has(file) && !isCodeByUse(file, main)) {
        if (otherCode.test(file)) doubt({ file, text: 'Code of this kind cannot be judged.' })
        continue
      }
      total += size
      if (size > mostFileBytes || total > mostBytes || uses.length > mostUses) {
        doubt({ file, text: 'The file was not parsed: there is more code than is looked at.' })
        continue
      }
      const text = (await firstBytes(entry.content, mostFileBytes)).toString('utf8')
      const scan = await scanner.scan(text, kindOf(file), isTypeScript)
      if ('unparsed' in scan) {
        const { line, why } = scan.unparsed
        doubt({ file, line, text: `The file could not be parsed: ${why}` })
        continue
      }
      for (const use of scan.uses) uses.push({ file, use })
      for (const { line, text, why } of scan.unjudged)
        doubt({ file, line, text: `It cannot be judged: ${why}: ${text}` })
    }
  } finally {
    await scanner.close()
  }
  if (doubts.length === mostDoubts) doubts.push({ file: manifestFile, text: 'There are more such places.' })
  return { uses, doubts }
}

/** The entry point is run whatever it is called, unless it is data. */
const isCodeByUse = (file: string, main: string | undefined) =>
  main !== undefined &&
  file === main &&
  !/\.(json|wasm|node|html?|css|md)$/i.test(file) &&
  !otherCode.test(file)

function kindOf(file: string): SourceKind {
  if (/\.m[jt]s$/i.test(file)) return 'module'
  return /\.c[jt]s$/i.test(file) ? 'script' : 'either'
}
