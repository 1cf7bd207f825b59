import { Worker } from 'node:worker_threads'
import type { Scan, SourceKind } from './scan.ts'

export interface ScanRequest {
  id: number
  text: string
  kind: SourceKind
  isTypeScript: boolean
}

export interface ScanAnswer {
  id: number
  scan: Scan
}

const millisecondsPerFile = 20_000
const resourceLimits = { maxOldGenerationSizeMb: 768, stackSizeMb: 32 }

/** Scans one source after the other in a thread, each with bounded time and memory. `close` ends the thread. */
export function openScanner() {
  let worker: Worker | undefined
  let lastId = 0

  async function close(): Promise<void> {
    const ending = worker
    worker = undefined
    await ending?.terminate()
  }

  async function scan(text: string, kind: SourceKind, isTypeScript: boolean): Promise<Scan> {
    const id = ++lastId
    worker ??= new Worker(new URL('./scan-thread.ts', import.meta.url), { resourceLimits, env: {} })
    const answer = await answerOf(worker, { id, text, kind, isTypeScript })
    if (typeof answer !== 'string') return answer
    await close()
    return { unparsed: { line: 1, why: answer } }
  }

  return { scan, close }
}

/** The answer, or why there is none. */
function answerOf(worker: Worker, request: ScanRequest): Promise<Scan | string> {
  return new Promise((resolve) => {
    const settle = (answer: Scan | string) => {
      clearTimeout(timer)
      worker.off('message', onMessage).off('error', onError).off('exit', onExit)
      // A thread that is being ended may still fail; nobody waits for it.
      if (typeof answer === 'string') worker.on('error', () => undefined)
      resolve(answer)
    }
    const onMessage = ({ id, scan }: ScanAnswer) => {
      if (id === request.id) settle(scan)
    }
    const onError = () => settle('it takes too much memory to parse')
    const onExit = () => settle('the parser ended')
    const timer = setTimeout(() => settle('it takes too long to parse'), millisecondsPerFile)
    worker.on('message', onMessage).on('error', onError).on('exit', onExit)
    worker.postMessage(request)
  })
}
