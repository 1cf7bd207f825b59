import type { ArchiveEntry } from './entry.ts'
import { gunzip } from './gzip.ts'
import { Meter, type ArchiveLimits } from './limits.ts'
import { refuse } from './reasons.ts'
import { readPart, type ByteSource } from './source.ts'
import { readTar } from './tar-reader.ts'
import { readZip } from './zip-reader.ts'

export type ArchiveFormat = 'tar.gz' | 'zip'

export interface ReadOptions {
  limits?: Partial<ArchiveLimits>
  /** Known format; found out from the first bytes otherwise. */
  format?: ArchiveFormat
}

/** The format by the first bytes. Throws `archive.refused` for anything else. */
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
  const meter = new Meter(source.size, options.limits)
  const format = options.format ?? (await detectFormat(source))
  yield* format === 'zip' ? readZip(source, meter) : readTar(gunzip(source), meter)
}
