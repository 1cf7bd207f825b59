import type { Readable } from 'node:stream'

/** What is stored under one path. */
export interface BlobInfo {
  readonly size: number
  readonly modified: Date
}

/**
 * Where the registry tree lives. Paths are relative, with `/`. A write is visible whole or not at all at once; it
 * is durable only after `sync`.
 */
export interface Blobs {
  put(path: string, bytes: Uint8Array): Promise<void>
  /** Moves a finished file of this machine into the tree; nothing happens when that was done before. */
  adopt(path: string, file: string): Promise<void>
  /** Makes former writes of these paths durable, their folders included. */
  sync(paths: readonly string[]): Promise<void>
  info(path: string): Promise<BlobInfo | undefined>
  read(path: string): Promise<Buffer | undefined>
  /** Streams bytes `start` to `end`, both counted in. */
  stream(path: string, range?: { start: number; end: number }): Readable
  remove(path: string): Promise<void>
  /** Removes what writes that never finished left; no write may be under way. */
  sweep(): Promise<void>
  /** True when the store takes a write and gives it back. */
  ready(): Promise<boolean>
}
