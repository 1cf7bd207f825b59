import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import type { Blobs } from '../../platform/blobs/index.ts'
import { createLogger } from '../../platform/log.ts'
import { loadSettings } from '../../platform/settings.ts'
import { treeReader } from './tree-reader.ts'

test('a file that goes while it is read is not kept in memory', async () => {
  const files = new Map([['community/experimental/a/a.zip', Buffer.from('secret')]])
  const begun = Promise.withResolvers<void>()
  const goOn = Promise.withResolvers<void>()
  const blobs = {
    info: async (path: string) => {
      const bytes = files.get(path)
      return bytes && { size: bytes.length, modified: new Date() }
    },
    read: async (path: string) => {
      const bytes = files.get(path)
      begun.resolve()
      await goOn.promise
      return bytes
    },
  } as unknown as Blobs
  const settings = loadSettings({} as never, { data: '/nowhere' })
  const reader = treeReader({ blobs, settings, log: createLogger('silent') })
  const server = createServer((request, response) => void reader.handle(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/community/experimental/a/a.zip`
  const first = fetch(url)
  await begun.promise
  files.clear()
  reader.changed(['community/experimental/a/a.zip'])
  goOn.resolve()
  expect((await first).status).toBe(200)
  expect((await fetch(url)).status).toBe(404)
  server.close()
})
