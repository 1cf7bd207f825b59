/** Keeps the last `most` bytes of what is added to it. */
export function outputTail(most: number) {
  let chunks: Buffer[] = []
  let size = 0
  return {
    add(chunk: Buffer): void {
      chunks.push(chunk.length > most ? Buffer.from(chunk.subarray(-most)) : chunk)
      size += Math.min(chunk.length, most)
      // Joined once in a while, so that neither many small chunks nor their bytes pile up.
      if (size > 2 * most || chunks.length > 1024) {
        chunks = [Buffer.from(Buffer.concat(chunks).subarray(-most))]
        size = chunks[0]?.length ?? 0
      }
    },
    text: () => Buffer.concat(chunks).subarray(-most).toString('utf8'),
  }
}
