import { readArchive, type ArchiveLimits, type ByteSource } from './archive/index.ts'

/** What a package's README is in its archive. */
export interface Readme {
  /** Its path in the archive. */
  readonly file: string
  /** Its source; absent when it cannot be kept, for the reason in `note`. */
  readonly text?: string
  /** Why the text is cut or absent. */
  readonly note?: string
}

const atTop = /^readme(\.[a-z]+)?$/i
/** Which of several at the top is meant, best first. */
const preferred = ['readme.md', 'readme.markdown', 'readme.mdown', 'readme', 'readme.txt']

/** So many files at the top are kept until it is known which is meant. */
const mostKept = 4

/**
 * Looks at the files of an archive as they pass by: `watch` hands a file's bytes on and keeps those of a README, up to
 * `most` bytes; `find` says which it was. `named` is the path that the manifest gives, where it is known beforehand.
 */
export function readmeWatcher(most: number, named?: string) {
  const kept = new Map<string, { bytes: Buffer; size: number }>()
  const wanted = plain(named)

  async function* watch(path: string, content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    const isKept = path === wanted || (atTop.test(path) && kept.size < mostKept)
    const chunks: Buffer[] = []
    let size = 0
    for await (const chunk of content) {
      // The reader may use a chunk's memory again.
      if (isKept && size < most) chunks.push(Buffer.from(chunk.subarray(0, most - size)))
      size += chunk.length
      yield chunk
    }
    if (isKept) kept.set(path, { bytes: Buffer.concat(chunks), size })
  }

  /** The README; undefined when the archive has none, or when the file that the manifest names was not kept. */
  function find(manifest: { readme?: string | undefined }): Readme | undefined {
    const meant = plain(manifest.readme)
    const file = meant ?? [...kept.keys()].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))[0]
    const found = file === undefined ? undefined : kept.get(file)
    return file === undefined || !found ? undefined : readmeOf(file, found, most)
  }

  return { watch, find }
}

/** The README of a packed plugin, for a manifest that was parsed before. Throws `archive.refused` or `archive.too_large`. */
export async function readReadme(
  source: ByteSource,
  {
    named,
    most,
    limits,
  }: { named: string | undefined; most: number; limits?: Partial<ArchiveLimits> | undefined },
): Promise<Readme | undefined> {
  const watcher = readmeWatcher(most, named)
  for await (const entry of readArchive(source, limits ? { limits } : {})) {
    if (entry.type === 'folder') continue
    // Every entry is read to its end; the watcher keeps what it needs.
    for await (const _chunk of watcher.watch(entry.path, entry.content));
  }
  return watcher.find({ readme: named })
}

function readmeOf(file: string, { bytes, size }: { bytes: Buffer; size: number }, most: number): Readme {
  const isCut = size > bytes.length
  // The cut may go through a character: the last one is left out then.
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let text
  try {
    text = decoder.decode(bytes, { stream: isCut })
  } catch {
    return { file, note: `${file} is not UTF-8.` }
  }
  if (text.includes('\0')) return { file, note: `${file} has a zero character, so it is no text.` }
  return isCut
    ? { file, text, note: `${file} has ${size} bytes; the first ${most} are shown.` }
    : { file, text }
}

const plain = (path: string | undefined) => path?.replace(/^\.\//, '')

function rank(path: string): number {
  const at = preferred.indexOf(path.toLowerCase())
  return at < 0 ? preferred.length : at
}
