import { WaybillError } from '../errors.ts'

/** What an archive may be at most (DESIGN §5). */
export interface ArchiveLimits {
  readonly packedBytes: number
  /** A tar counts with its headers and padding, a zip without. */
  readonly unpackedBytes: number
  /** Files and folders, also those folders that only stand in the paths of others. */
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
  readonly #packedSize: number | undefined
  #packed = 0
  #unpacked = 0
  #entries = 0

  /** `packedSize` in bytes where it is known; otherwise the ratio is to the packed bytes seen so far. */
  constructor(limits: Partial<ArchiveLimits> = {}, packedSize?: number) {
    this.#limits = { ...defaultArchiveLimits, ...limits }
    this.#packedSize = packedSize
    if (packedSize !== undefined) this.#stopAt('packedBytes', packedSize)
  }

  /** Call for each piece of packed bytes. */
  packed(count: number): void {
    this.#packed += count
    this.#stopAt('packedBytes', this.#packed)
  }

  /** Call for each entry before its content, with how many files and folders it brings. */
  entries(count: number): void {
    this.#entries += count
    this.#stopAt('entries', this.#entries)
  }

  /** Call before reading a list that says how many entries it has. */
  expectEntries(count: number): void {
    this.#stopAt('entries', count)
  }

  /** Call for each piece of unpacked bytes. */
  bytes(count: number): void {
    this.#unpacked += count
    this.#stopAt('unpackedBytes', this.#unpacked)
    const packed = this.#packedSize ?? this.#packed
    // Nothing packed: a plain tar.
    if (this.#unpacked > ratioFrom && packed > 0) this.#stopAt('ratio', this.#unpacked / packed)
  }

  #stopAt(limit: keyof ArchiveLimits, value: number): void {
    const most = this.#limits[limit]
    if (value > most) throw tooLarge(limit, most, Math.ceil(value))
  }
}

const words: Record<keyof ArchiveLimits, string> = {
  packedBytes: 'bytes packed',
  unpackedBytes: 'bytes unpacked',
  entries: 'entries',
  ratio: 'times its packed size when unpacked',
}

/** The failure for an archive over a limit: its name, the most allowed and the value that was reached. */
export function tooLarge(limit: keyof ArchiveLimits, most: number, value: number): WaybillError {
  return new WaybillError(
    'archive.too_large',
    `The archive has ${value} ${words[limit]} or more; ${most} are allowed (limits.${limit}).`,
    {
      hint: 'Leave out what users do not need, or ask the registry’s operator to raise the limit.',
      details: { limit, most, value },
    },
  )
}
