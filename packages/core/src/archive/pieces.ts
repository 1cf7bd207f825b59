/**
 * Takes exact amounts out of pieces of any size, without copying where one piece has enough. Not for two readers at
 * once. A piece must stay as it is after it was given.
 */
export class Pieces {
  readonly #iterator: AsyncIterator<Uint8Array>
  readonly #seen: (count: number) => void
  #piece: Buffer = Buffer.alloc(0)

  /** `seen` hears of each piece that arrives, in bytes, before anything of it is given; what it throws ends the reading. */
  constructor(bytes: AsyncIterable<Uint8Array>, seen: (count: number) => void = () => {}) {
    this.#iterator = bytes[Symbol.asyncIterator]()
    this.#seen = seen
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

  /** Puts bytes that were taken back in front. */
  putBack(bytes: Buffer): void {
    if (bytes.length > 0) this.#piece = Buffer.concat([bytes, this.#piece])
  }

  /** Tells the giver that no more is wanted. */
  async close(): Promise<void> {
    await this.#iterator.return?.()
  }

  async #more(): Promise<boolean> {
    const step: IteratorResult<Uint8Array, unknown> = await this.#iterator.next()
    if (step.done) return false
    this.#seen(step.value.length)
    this.#piece = Buffer.from(step.value.buffer, step.value.byteOffset, step.value.length)
    return true
  }
}
