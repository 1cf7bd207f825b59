/** The index in a thread of its own: signing, files and listings never hold up a request. Entry of `index-thread.ts`. */
import { parentPort, workerData } from 'node:worker_threads'
import { isWaybillError } from '@waybill/core/errors'
import { join } from 'node:path'
import { fileBlobs } from '../platform/blobs/index.ts'
import { clockWithSkew } from '../platform/clock.ts'
import { openDatabase } from '../platform/database/index.ts'
import { createLogger } from '../platform/log.ts'
import { createOutbox } from '../platform/outbox.ts'
import { openKeyFiles } from '../trust/index.ts'
import type { Answer, Call, ThreadData } from './index-thread.ts'
import { createIndex } from './registry-index.ts'

const data = workerData as ThreadData
const port = parentPort
if (!port) throw new Error('this file is the entry of a worker thread')

const log = createLogger(data.log)
const database = openDatabase(data.connection, (error) =>
  log.error({ err: error }, 'a database connection of the index was lost'),
)
const index = createIndex({
  database,
  blobs: fileBlobs(data.settings.tree),
  gated: fileBlobs(data.settings.gated),
  clock: clockWithSkew(data.clockSkewMs),
  settings: data.settings,
  keys: await openKeyFiles(join(data.settings.data, 'keys')),
  outbox: createOutbox(data.wiring),
  uploads: data.uploads,
  log,
  changed: (paths) => port.postMessage({ changed: paths } satisfies Answer),
})

port.on('message', ({ id, method }: Call) => {
  void run(method).then(
    () => port.postMessage({ id } satisfies Answer),
    (error: unknown) => port.postMessage({ id, error: describe(error) } satisfies Answer),
  )
})

async function run(method: Call['method']): Promise<void> {
  await index[method]()
  if (method === 'close') await database.destroy()
}

function describe(error: unknown): Extract<Answer, { id: number }>['error'] {
  if (isWaybillError(error)) {
    const { code, message, hint, details } = error
    return { code, message, hint, details }
  }
  log.error({ err: error }, 'the index failed')
  return {
    code: 'internal.failed',
    message: 'The registry failed to write its tree.',
    hint: undefined,
    details: {},
  }
}
