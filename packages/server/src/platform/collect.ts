import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** Bytes that may pass between two collections. */
const every = 16 * 1024 * 1024

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as (options: { type: 'minor' }) => void

/**
 * Streams make a buffer for each piece and hardly anything else, and V8 counts buffers only when tens of megabytes of
 * them have piled up. A collection of the youngest generation after each 16 MB, a millisecond or less, keeps the memory
 * of an upload or a download flat.
 */
export function pieceCollector(): (bytes: number) => void {
  let passed = 0
  return (bytes) => {
    passed += bytes
    if (passed < every) return
    passed = 0
    collect({ type: 'minor' })
  }
}
