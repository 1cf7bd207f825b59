import { Worker } from 'node:worker_threads'
import { WaybillError, type ErrorCode } from '@waybill/core/errors'
import type pg from 'pg'
import type { LogLevel } from '../platform/log.ts'
import type { Wiring } from '../platform/outbox.ts'
import type { Settings } from '../platform/settings.ts'
import type { RegistryTree } from './registry-index.ts'

/** Everything the thread needs, as plain data. */
export interface ThreadData {
  connection: string | pg.ClientConfig
  settings: Settings
  uploads: string
  wiring: Wiring
  log: LogLevel
  clockSkewMs: number
}

export interface Call {
  id: number
  method: keyof RegistryTree
}

export type Answer =
  | { changed: readonly string[] }
  | {
      id: number
      error?:
        | { code: ErrorCode; message: string; hint: string | undefined; details: Record<string, unknown> }
        | undefined
    }

interface Pending {
  resolve: () => void
  reject: (error: Error) => void
}

/**
 * The index behind the same interface, in a thread. A thread that ends by itself fails what waits for it; the next call
 * starts another, which first completes what its predecessor left.
 */
export function startIndexThread(
  data: ThreadData,
  changed: (paths: readonly string[]) => void,
): RegistryTree {
  let thread: Worker | undefined
  let isClosed = false
  let lastId = 0
  const pending = new Map<number, Pending>()

  function start(): Worker {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: data })
    worker.on('message', (answer: Answer) => {
      // Messages keep their order: memory has dropped a path before anyone hears that it changed.
      if ('changed' in answer) return changed(answer.changed)
      const waiting = pending.get(answer.id)
      pending.delete(answer.id)
      if (!answer.error) return waiting?.resolve()
      const { code, message, hint, details } = answer.error
      waiting?.reject(new WaybillError(code, message, { ...(hint === undefined ? {} : { hint }), details }))
    })
    const ended = (cause?: unknown) => {
      if (thread === worker) thread = undefined
      for (const { reject } of pending.values())
        reject(new WaybillError('internal.failed', 'The index stopped unexpectedly.', { cause }))
      pending.clear()
    }
    worker.once('error', ended)
    worker.once('exit', () => ended())
    return worker
  }

  function post(worker: Worker, method: Call['method']): Promise<void> {
    const id = ++lastId
    return new Promise((resolve, reject) => {
      pending.set(id, { resolve, reject })
      worker.postMessage({ id, method } satisfies Call)
    })
  }

  async function call(method: Call['method']): Promise<void> {
    if (isClosed)
      throw new WaybillError('registry.stopping', 'The registry is shutting down.', {
        hint: 'Try again when it has started.',
      })
    const isNew = !thread
    thread ??= start()
    if (isNew && method !== 'recover') await post(thread, 'recover')
    await post(thread, method)
  }

  return {
    settled: () => call('settled'),
    recover: () => call('recover'),
    renew: () => call('renew'),
    sweep: () => call('sweep'),
    async close() {
      if (thread) await post(thread, 'close')
      isClosed = true
      await thread?.terminate()
    },
  }
}
