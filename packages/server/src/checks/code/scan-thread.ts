/** Parses sources in a thread of its own, where hostile code can neither hold up a request nor take all memory. Entry of `scanner.ts`. */
import { parentPort } from 'node:worker_threads'
import { scanSource } from './scan.ts'
import type { ScanAnswer, ScanRequest } from './scanner.ts'

const port = parentPort
if (!port) throw new Error('this file is the entry of a worker thread')
// That Node calls its own removal of types experimental is nothing for the registry's log.
process.removeAllListeners('warning')

port.on('message', ({ id, text, kind, isTypeScript }: ScanRequest) => {
  port.postMessage({ id, scan: scanSource(text, kind, isTypeScript) } satisfies ScanAnswer)
})
