import type { ArchiveEntry } from './entry.ts'
import { gunzip } from './gzip.ts'
import { Meter, type ArchiveLimits } from './limits.ts'
import { refuse } from './reasons.ts'
import { readPart, readPieces, type ByteSource } from './source.ts'
import { readTarEntries } from './tar-reader.ts'
import { readZip } from './zip-reader.ts'

export type ArchiveFormat = 'tar.gz' | 'zip'

export interface LimitOptions {
  /** What differs from `defaultArchiveLimits`. */
  limits?: Partial<ArchiveLimits>
}

export interface ReadOptions extends LimitOptions {
  /** Known format; found out from the first bytes otherwise. */
  format?: ArchiveFormat
}

export interface TarGzOptions extends LimitOptions {
  /** Size of the whole archive in bytes, where it is known: the ratio is to it, as `readArchive` has it. */
  packedSize?: number
}

/** The format by the first bytes. Throws `archive.refused` (`not-an-archive`) for anything else. */
export async function detectFormat(source: ByteSource): Promise<ArchiveFormat> {
  const head = await readPart(source, 0, Math.min(4, source.size))
  if (head[0] === 0x1f && head[1] === 0x8b) return 'tar.gz'
  if (head.toString('latin1', 0, 2) === 'PK') return 'zip'
  throw refuse('not-an-archive')
}

/**
 * The one strict reader, the same at pack, publish and install. Yields each file and folder with a path that is safe on
 * every system; whatever two readers could see differently is refused. Throws `archive.refused`, naming reason and entry,
 * or `archive.too_large`, counted on the bytes that really come out.
 */
export async function* readArchive(
  source: ByteSource,
  options: ReadOptions = {},
): AsyncGenerator<ArchiveEntry> {
  const format = options.format ?? (await detectFormat(source))
  if (format === 'zip') {
    yield* readZip(source, new Meter(options.limits, source.size))
    return
  }
  const packed = readPieces(source, 0, source.size)
  yield* readTarGz(packed, { ...options, packedSize: source.size })
}

/**
 * `readArchive` for a tar.gz that arrives as a stream. What was yielded before a failure is of an archive that is
 * refused: keep nothing of it. Without `packedSize` the ratio is to the packed bytes seen so
 * far, which may refuse an archive that has its most compressible files first.
 */
export async function* readTarGz(
  packed: AsyncIterable<Uint8Array>,
  options: TarGzOptions = {},
): AsyncGenerator<ArchiveEntry> {
  const meter = new Meter(options.limits, options.packedSize)
  yield* readTarEntries(gunzip(packed, meter), meter)
}

/** `readArchive` for a tar that is not packed; it has no ratio. */
export async function* readTar(
  tarBytes: AsyncIterable<Uint8Array>,
  options: LimitOptions = {},
): AsyncGenerator<ArchiveEntry> {
  yield* readTarEntries(tarBytes, new Meter(options.limits))
}
