import { WaybillError } from '../errors.ts'

/** What an archive may be at most (DESIGN §5). */
export interface ArchiveLimits {
  readonly packedBytes: number
  readonly unpackedBytes: number
  readonly entries: number
  /** Unpacked bytes for each packed byte. */
  readonly ratio: number
}

export const defaultArchiveLimits: ArchiveLimits = {
  packedBytes: 512 * 1024 * 1024,
  unpackedBytes: 2 * 1024 * 1024 * 1024,
  entries: 100_000,
  ratio: 200,
}

/** Small archives may expand as they like: a page of spaces is no bomb. */
const ratioFrom = 4 * 1024 * 1024

/** Counts what really comes out while an archive is read, and stops it at a limit. */
export class Meter {
  readonly #limits: ArchiveLimits
  readonly #packed: number
  #unpacked = 0
  #entries = 0

  constructor(packedBytes: number, limits: Partial<ArchiveLimits> = {}) {
    this.#limits = { ...defaultArchiveLimits, ...limits }
    this.#packed = packedBytes
    if (packedBytes > this.#limits.packedBytes)
      throw tooLarge('packedBytes', this.#limits.packedBytes, packedBytes)
  }

  /** Call for each entry, before its content. */
  entry(): void {
    if (++this.#entries > this.#limits.entries) throw tooLarge('entries', this.#limits.entries, this.#entries)
  }

  /** Call for each piece of unpacked bytes. */
  bytes(count: number): void {
    this.#unpacked += count
    if (this.#unpacked > this.#limits.unpackedBytes)
      throw tooLarge('unpackedBytes', this.#limits.unpackedBytes, this.#unpacked)
    if (this.#unpacked > ratioFrom && this.#unpacked > this.#packed * this.#limits.ratio) {
      throw tooLarge('ratio', this.#limits.ratio, Math.round(this.#unpacked / this.#packed))
    }
  }
}

const words: Record<keyof ArchiveLimits, string> = {
  packedBytes: 'bytes packed',
  unpackedBytes: 'bytes unpacked',
  entries: 'entries',
  ratio: 'times its packed size when unpacked',
}

function tooLarge(limit: keyof ArchiveLimits, most: number, value: number): WaybillError {
  return new WaybillError(
    'archive.too_large',
    `The archive has ${value} ${words[limit]} or more; ${most} are allowed (limits.${limit}).`,
    {
      hint: 'Leave out what users do not need, or ask the registry’s operator to raise the limit.',
      details: { limit, most, value },
    },
  )
}
