import type { ArchiveFormat } from '../paths.ts'
import type { PlatformEntry } from '../manifest/facts.ts'
import type { Binary } from './binaries.ts'

export interface PackagedFiles {
  readonly format: ArchiveFormat
  /** Native programs by path. */
  readonly binaries: ReadonlyMap<string, Binary>
  /** Paths of every file. */
  readonly paths: ReadonlySet<string>
}

/**
 * What an artifact lacks of that which its manifest's `[platforms.<key>]` demands, one sentence each. Pure.
 */
export function platformProblems(
  entry: PlatformEntry,
  files: PackagedFiles,
): { path: string; message: string }[] {
  const problems: { path: string; message: string }[] = []
  if (entry.package_format !== undefined && entry.package_format !== files.format)
    problems.push({
      path: '',
      message: `package_format is ${entry.package_format}, and the artifact is a ${files.format}`,
    })
  const unsigned = (format: Binary['format']) =>
    [...files.binaries]
      .filter(([, binary]) => binary.format === format && !binary.isSigned)
      .map(([path]) => path)
  if (entry.signing_required)
    for (const path of unsigned('mach-o'))
      problems.push({ path, message: 'has no code signature (signing_required): sign it with codesign' })
  if (entry.code_signing_required)
    for (const path of unsigned('pe'))
      problems.push({
        path,
        message: 'has no certificate (code_signing_required): sign it with signtool or osslsigncode',
      })
  if (entry.notarization_required) problems.push(...unnotarized(files))
  return problems
}

const bundleEnding = /\.(app|framework|bundle|plugin|kext|vst3|component|appex|xpc)$/

/** The outermost bundle that a path lies in. */
function bundleOf(path: string): string | undefined {
  const parts = path.split('/')
  const depth = parts.slice(0, -1).findIndex((part) => bundleEnding.test(part))
  return depth < 0 ? undefined : parts.slice(0, depth + 1).join('/')
}

/**
 * A ticket is stapled to a bundle as `Contents/CodeResources`, beside `Contents/_CodeSignature`; a program outside a bundle
 * can carry none. Installer packages and disk images are not looked into, so they do not pass.
 */
function unnotarized({ binaries, paths }: PackagedFiles): { path: string; message: string }[] {
  const closed = [...paths].find((path) => /\.(pkg|dmg)$/i.test(path))
  if (closed !== undefined)
    return [
      {
        path: closed,
        message: 'cannot be looked into for its ticket (notarization_required): pack the bundle itself',
      },
    ]
  const programs = [...binaries].filter(([, { format }]) => format === 'mach-o').map(([path]) => path)
  const loose = programs.find((path) => bundleOf(path) === undefined)
  if (loose !== undefined)
    return [
      {
        path: loose,
        message:
          'is outside a bundle, where no ticket can be stapled (notarization_required): pack it as an .app',
      },
    ]
  return [...new Set(programs.map((path) => bundleOf(path) ?? ''))]
    .filter((bundle) => !paths.has(`${bundle}/Contents/CodeResources`))
    .map((bundle) => ({
      path: bundle,
      message: 'has no stapled ticket (notarization_required): run “xcrun stapler staple” on it',
    }))
}
