/** What can be told of an archive without unpacking it; all else is told by the registry’s checks. */

/** Larger ones are signed and sent by the command line, which need not hold them in memory. */
export const mostBytes = 300 * 1024 * 1024

export const archiveTypes = '.zip,.tar.gz,.tgz,application/zip,application/gzip'

export const isSignature = (file: Pick<File, 'name'>): boolean => file.name.toLowerCase().endsWith('.sig')

/** Why a file cannot be taken, or undefined. Looks at its size and its first bytes. */
export async function refusalOf(file: File): Promise<{ says: string; hint: string } | undefined> {
  if (file.size === 0)
    return { says: `${file.name} is empty.`, hint: 'Pack it again, then choose it once more.' }
  if (file.size > mostBytes)
    return {
      says: `${file.name} is larger than 300 MB, which is too much for a browser to sign.`,
      hint: 'Hand it in on the command line: waybill submit.',
    }
  const [a, b, c, d] = new Uint8Array(await file.slice(0, 4).arrayBuffer())
  const isGzip = a === 0x1f && b === 0x8b
  const isZip = a === 0x50 && b === 0x4b && c === 0x03 && d === 0x04
  if (isGzip || isZip) return undefined
  return {
    says: `${file.name} is no .zip or .tar.gz archive.`,
    hint: 'Pack the folder with “waybill pack”, or with your system’s own means.',
  }
}

const platforms = /-(?:linux|darwin|macos|win32|windows|freebsd|android|wasm)(?:[-.][a-z0-9_]+)*$/

/** Name and version as the file’s name has them (`csv-tables-1.2.0-linux-x64.tar.gz`), to be corrected by who knows. */
export function guessFrom(fileName: string): { name: string; version: string } {
  const stem = fileName.replace(/\.(?:tar\.gz|tgz|zip)$/i, '').replace(platforms, '')
  const match = /^(.+?)-v?(\d+\.\d+\.\d+(?:[-+][0-9A-Za-z.+-]+)?)$/.exec(stem)
  const name = (match?.[1] ?? stem).toLowerCase()
  return { name: isName(name) ? name : '', version: match?.[2] ?? '' }
}

const part = '[a-z0-9](?:[a-z0-9._-]{0,98}[a-z0-9])?'
const namePattern = new RegExp(`^(?:@${part}/)?${part}$`)
const versionPattern = /^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?$/

export const isName = (text: string): boolean => namePattern.test(text)
export const isVersion = (text: string): boolean => versionPattern.test(text)
