export interface Image {
  readonly type: string
  readonly bytes: Buffer
}

/** An image, or why there is none, until a time (milliseconds since 1970). */
type Kept = { readonly until: number } & (
  { readonly image: Image } | { readonly failure: string; readonly image?: undefined }
)

/** Keeps what was asked for last, up to so many bytes in memory. */
export function imageCache(mostBytes: number) {
  const kept = new Map<string, Kept>()
  let bytes = 0
  // A failure takes little, but not nothing.
  const sizeOf = (url: string, { image }: Kept) => url.length + 200 + (image?.bytes.length ?? 0)

  function drop(url: string): void {
    const found = kept.get(url)
    if (found && kept.delete(url)) bytes -= sizeOf(url, found)
  }

  return {
    get(url: string, now: number): Kept | undefined {
      const found = kept.get(url)
      if (!found) return undefined
      kept.delete(url)
      if (found.until <= now) {
        bytes -= sizeOf(url, found)
        return undefined
      }
      kept.set(url, found)
      return found
    },
    set(url: string, entry: Kept): void {
      drop(url)
      kept.set(url, entry)
      bytes += sizeOf(url, entry)
      for (const oldest of kept.keys()) {
        if (bytes <= mostBytes) break
        drop(oldest)
      }
    },
  }
}
