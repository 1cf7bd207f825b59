import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** Bytes that may pass between two collections. */
const every = 4 * 1024 * 1024

let collect: ((options: { type: 'minor' }) => void) | undefined

/**
 * Streams make a buffer for each piece and hardly anything else, and V8 counts buffers only when tens of megabytes of
 * them have piled up. A collection of the youngest generation after each 16 MB, a millisecond or less, keeps the memory
 * of a download flat. A host application is left as it is until something that large passes.
 */
export function pieceCollector(): (bytes: number) => void {
  let passed = 0
  return (bytes) => {
    passed += bytes
    if (passed < every) return
    passed = 0
    if (!collect) {
      setFlagsFromString('--expose-gc')
      collect = runInNewContext('gc') as (options: { type: 'minor' }) => void
    }
    collect({ type: 'minor' })
  }
}
