/** An entry as the strict reader gives it. Its path is safe: see `checkEntryPath`. */
export interface ArchiveEntry {
  readonly path: string
  readonly type: 'file' | 'folder'
  /** Unpacked bytes. */
  readonly size: number
  readonly executable: boolean
  /** The file's bytes, once; a chunk is valid until the next is asked for. What is not read is checked all the same. */
  readonly content: AsyncIterable<Uint8Array>
}
