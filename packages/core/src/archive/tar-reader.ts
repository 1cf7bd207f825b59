import type { ArchiveEntry } from './entry.ts'
import type { Meter } from './limits.ts'
import { checkEntryPath, PathCollisions } from './paths.ts'
import { parsePax, paxLimit, type PaxRecords } from './pax.ts'
import { refuse, type RefusalReason } from './reasons.ts'
import { blockBytes, parseTarHeader, type TarHeader } from './tar-header.ts'

/** Most zero bytes after the end: what tools pad their last record with. */
const paddingLimit = 64 * 1024

const refusedTypes: Readonly<Record<string, RefusalReason>> = {
  '1': 'hardlink',
  '2': 'symlink',
  '3': 'device',
  '4': 'device',
  '6': 'fifo',
}

/** Reads an unpacked tar, strictly: ustar and pax, files and folders, nothing after the end. */
export async function* readTar(bytes: AsyncIterable<Uint8Array>, meter: Meter): AsyncGenerator<ArchiveEntry> {
  const input = new Pieces(bytes)
  const collisions = new PathCollisions()
  let pax: PaxRecords | undefined
  try {
    for (;;) {
      const block = await input.take(blockBytes)
      if (!block) throw refuse('truncated')
      if (isZero(block)) {
        if (pax) throw refuse('pax-order')
        return await requireEnd(input)
      }
      const header = parseTarHeader(block)
      meter.bytes(blockBytes)
      if (header.type === 'x' || header.type === 'g') {
        if (pax) throw refuse('pax-order', header.name)
        const records = parsePax(
          await paxBytes(input, header),
          header.type === 'g' ? ['mtime'] : ['path', 'size', 'mtime'],
        )
        if (header.type === 'x') pax = records
        continue
      }
      const entry = entryOf(header, pax)
      pax = undefined
      collisions.add(entry.path, entry.type)
      meter.entry()
      let left = entry.size
      const content = async function* () {
        while (left > 0) {
          const chunk = await input.some(left)
          if (!chunk) throw refuse('truncated', entry.path)
          left -= chunk.length
          meter.bytes(chunk.length)
          yield chunk
        }
      }
      yield { ...entry, content: content() }
      // What the caller did not read.
      for await (const _ of content()) continue
      await skipPadding(input, entry.size, entry.path)
    }
  } finally {
    await input.close()
  }
}

function entryOf(header: TarHeader, pax: PaxRecords | undefined): Omit<ArchiveEntry, 'content'> {
  const { type } = header
  const name = pax?.path ?? header.name
  // Readers that do not know pax take this name: it must be as harmless.
  if (pax?.path !== undefined && header.name !== '') checkEntryPath(header.name.replace(/\/$/, ''))
  if (type !== '0' && type !== '5') throw refuse(refusedTypes[type] ?? 'type', name)
  if (header.mode & 0o7000) throw refuse('setuid', name)
  // A size of its own would let two readers see two archives.
  if (pax?.size !== undefined && pax.size !== header.size) throw refuse('size', name)
  const isFolder = type === '5'
  if (isFolder && header.size > 0) throw refuse('folder-with-data', name)
  const path = isFolder ? name.replace(/\/$/, '') : name
  checkEntryPath(path)
  return {
    path,
    type: isFolder ? 'folder' : 'file',
    size: header.size,
    executable: !isFolder && (header.mode & 0o100) !== 0,
  }
}

async function paxBytes(input: Pieces, header: TarHeader): Promise<Buffer> {
  if (header.size > paxLimit) throw refuse('pax-record', header.name)
  const bytes = await input.take(header.size)
  if (!bytes) throw refuse('truncated', header.name)
  const copy = Buffer.from(bytes)
  await skipPadding(input, header.size, header.name)
  return copy
}

async function skipPadding(input: Pieces, size: number, name: string): Promise<void> {
  const padding = (blockBytes - (size % blockBytes)) % blockBytes
  if (padding > 0 && !(await input.take(padding))) throw refuse('truncated', name)
}

/** After one zero block: a second one, and nothing but zeros. */
async function requireEnd(input: Pieces): Promise<void> {
  const second = await input.take(blockBytes)
  if (!second) throw refuse('truncated')
  if (!isZero(second)) throw refuse('trailing-data')
  let padding = 0
  for (let chunk = await input.some(paddingLimit); chunk; chunk = await input.some(paddingLimit)) {
    padding += chunk.length
    if (padding > paddingLimit || !isZero(chunk)) throw refuse('trailing-data')
  }
}

const zeros = Buffer.alloc(paddingLimit)

function isZero(bytes: Uint8Array): boolean {
  return zeros.subarray(0, bytes.length).equals(bytes)
}

/** Takes exact amounts out of pieces of any size, without copying where one piece has enough. */
class Pieces {
  readonly #iterator: AsyncIterator<Uint8Array>
  #piece: Buffer = Buffer.alloc(0)

  constructor(bytes: AsyncIterable<Uint8Array>) {
    this.#iterator = bytes[Symbol.asyncIterator]()
  }

  /** Up to `most` bytes; undefined at the end. */
  async some(most: number): Promise<Buffer | undefined> {
    while (this.#piece.length === 0) if (!(await this.#more())) return undefined
    const part = this.#piece.subarray(0, most)
    this.#piece = this.#piece.subarray(part.length)
    return part
  }

  /** Exactly `count` bytes; undefined when there are fewer. */
  async take(count: number): Promise<Buffer | undefined> {
    if (this.#piece.length < count) {
      const parts = [this.#piece]
      let have = this.#piece.length
      while (have < count) {
        if (!(await this.#more())) return undefined
        parts.push(this.#piece)
        have += this.#piece.length
      }
      this.#piece = Buffer.concat(parts)
    }
    const part = this.#piece.subarray(0, count)
    this.#piece = this.#piece.subarray(count)
    return part
  }

  async close(): Promise<void> {
    await this.#iterator.return?.()
  }

  async #more(): Promise<boolean> {
    const step: IteratorResult<Uint8Array, unknown> = await this.#iterator.next()
    if (step.done) return false
    const { value } = step
    this.#piece = Buffer.from(value.buffer, value.byteOffset, value.length)
    return true
  }
}
