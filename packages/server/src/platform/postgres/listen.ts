import { createServer } from 'node:net'
import type { Identity } from './identity.ts'
import type { Layout } from './layout.ts'
import type { Listen } from './settings.ts'
import { prepareSocketFolder } from './socket.ts'

/** Where a server started now shall listen: its private socket folder, on Windows a free loopback port. */
export async function chooseListen(layout: Layout, identity: Identity | undefined): Promise<Listen> {
  if (process.platform === 'win32') return { address: '127.0.0.1', port: await freePort() }
  return { socketFolder: await prepareSocketFolder(layout, identity) }
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer()
    server.once('error', fail)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => done(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}
