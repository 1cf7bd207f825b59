import type { ArchiveEntry } from './entry.ts'
import type { Meter } from './limits.ts'
import { checkEntryPath, PathCollisions } from './paths.ts'
import { parsePax, paxLimit, type PaxRecords } from './pax.ts'
import { Pieces } from './pieces.ts'
import { refuse, type RefusalReason } from './reasons.ts'
import { blockBytes, parseTarHeader, type TarHeader } from './tar-header.ts'

/** Most zero bytes after the end: tools fill up their last record of 20 blocks. */
const paddingLimit = 20 * blockBytes

const refusedTypes: Readonly<Record<string, RefusalReason>> = {
  '1': 'hardlink',
  '2': 'symlink',
  '3': 'device',
  '4': 'device',
  '6': 'fifo',
}

/** Reads an unpacked tar, strictly: ustar and pax, files and folders, nothing but zeros where nothing should be. */
export async function* readTarEntries(
  bytes: AsyncIterable<Uint8Array>,
  meter: Meter,
): AsyncGenerator<ArchiveEntry> {
  const input = new Pieces(bytes, (count) => meter.bytes(count))
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
      meter.entries(collisions.add(entry.path, entry.type))
      let left = entry.size
      const content = async function* () {
        while (left > 0) {
          const chunk = await input.some(left)
          if (!chunk) throw refuse('truncated', entry.path)
          left -= chunk.length
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
  const padding = await input.take((blockBytes - (size % blockBytes)) % blockBytes)
  if (!padding) throw refuse('truncated', name)
  if (!isZero(padding)) throw refuse('tar-padding', name)
}

/** After one zero block: a second one, and at most a record of zero blocks. */
async function requireEnd(input: Pieces): Promise<void> {
  const second = await input.take(blockBytes)
  if (!second) throw refuse('truncated')
  if (!isZero(second)) throw refuse('trailing-data')
  let padding = 0
  for (let chunk = await input.some(paddingLimit); chunk; chunk = await input.some(paddingLimit)) {
    padding += chunk.length
    if (padding > paddingLimit || !isZero(chunk)) throw refuse('trailing-data')
  }
  if (padding % blockBytes !== 0) throw refuse('trailing-data')
}

const zeros = Buffer.alloc(paddingLimit)

function isZero(bytes: Uint8Array): boolean {
  return zeros.subarray(0, bytes.length).equals(bytes)
}
