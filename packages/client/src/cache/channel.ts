/** Hands pieces from one that gives to one that takes, holding at most about `room` bytes in between. */
export class Channel {
  readonly #room: number
  readonly #pieces: Uint8Array[] = []
  #held = 0
  #isEnded = false
  #failure: Error | undefined
  #isLeft = false
  #wake: (() => void) | undefined

  constructor(room: number) {
    this.#room = room
  }

  /** Waits while there is no room. What the taker no longer wants is dropped. */
  async push(piece: Uint8Array): Promise<void> {
    if (this.#isLeft) return
    this.#pieces.push(piece)
    this.#held += piece.length
    this.#signal()
    while (this.#held > this.#room && !this.#isLeft) await this.#change()
  }

  /** Says that nothing more comes; with a failure, the taker gets it after what is still held. */
  end(failure?: Error): void {
    this.#isEnded = true
    this.#failure = failure
    this.#signal()
  }

  async *pieces(): AsyncGenerator<Uint8Array> {
    try {
      for (;;) {
        const piece = this.#pieces.shift()
        if (piece) {
          this.#held -= piece.length
          this.#signal()
          yield piece
        } else if (this.#failure) throw this.#failure
        else if (this.#isEnded) return
        else await this.#change()
      }
    } finally {
      this.#isLeft = true
      this.#signal()
    }
  }

  #signal(): void {
    this.#wake?.()
    this.#wake = undefined
  }

  #change(): Promise<void> {
    return new Promise((resolve) => {
      const before = this.#wake
      this.#wake = () => {
        before?.()
        resolve()
      }
    })
  }
}
