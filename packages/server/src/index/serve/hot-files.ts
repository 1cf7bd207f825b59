import type { OutgoingHttpHeaders } from 'node:http'

/** A file of the tree as it goes over the wire: body and headers ready made. */
export interface HotFile {
  readonly body: Buffer
  readonly etag: string
  /** Headers of a plain 200 answer, in the flat form that `writeHead` takes without work. */
  readonly headers: OutgoingHttpHeaders
}

export interface HotEntry {
  readonly identity: HotFile
  readonly gzip?: HotFile
  readonly br?: HotFile
  /** When a mutable file is to be looked at again, ms since the epoch; undefined for an immutable one. */
  readonly freshUntil: number | undefined
  readonly bytes: number
}

/** Small files of the tree in memory, least recently used out first, never above `totalBytes`. */
export class HotFiles {
  readonly #entries = new Map<string, HotEntry>()
  readonly #totalBytes: number
  #bytes = 0

  constructor(totalBytes: number) {
    this.#totalBytes = totalBytes
  }

  get(path: string): HotEntry | undefined {
    const entry = this.#entries.get(path)
    // Moving an entry to the back on each hit would cost more than it gives while there is room.
    if (entry && this.#bytes > this.#totalBytes * 0.9) {
      this.#entries.delete(path)
      this.#entries.set(path, entry)
    }
    return entry
  }

  set(path: string, entry: HotEntry): void {
    this.delete(path)
    if (entry.bytes > this.#totalBytes) return
    this.#entries.set(path, entry)
    this.#bytes += entry.bytes
    for (const [oldest] of this.#entries) {
      if (this.#bytes <= this.#totalBytes) break
      this.delete(oldest)
    }
  }

  delete(path: string): void {
    const entry = this.#entries.get(path)
    if (!entry) return
    this.#entries.delete(path)
    this.#bytes -= entry.bytes
  }
}
