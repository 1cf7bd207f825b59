import { join } from 'node:path'
import type { MetadataStore } from '@waybill/core/trust'
import { readIfPresent, writeAtomic } from '../files.ts'

/** Trusted metadata as files in a folder, `<role>.json` each; the names of delegated roles are percent-encoded. */
export function metadataFiles(folder: string): MetadataStore {
  const file = (name: string) => join(folder, `${encodeURIComponent(name)}.json`)
  return {
    load: (name) => readIfPresent(file(name)),
    save: (name, bytes) => writeAtomic(file(name), bytes),
  }
}
