import { join } from 'node:path'
import type { MetadataStore } from '@waybill/core/trust'
import { readIfPresent, writeAtomic, writeCached } from '../files.ts'

/** What protects from older metadata must outlast a power cut; the hash bins are fetched again when they are damaged. */
const isKept = (name: string) => ['root', 'timestamp', 'snapshot', 'targets'].includes(name)

/** Trusted metadata as files in a folder, `<role>.json` each; the names of delegated roles are percent-encoded. */
export function metadataFiles(folder: string): MetadataStore {
  const file = (name: string) => join(folder, `${encodeURIComponent(name)}.json`)
  return {
    load: (name) => readIfPresent(file(name)),
    save: (name, bytes) => (isKept(name) ? writeAtomic(file(name), bytes) : writeCached(file(name), bytes)),
  }
}
