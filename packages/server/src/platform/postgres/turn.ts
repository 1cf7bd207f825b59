import { createHash } from 'node:crypto'
import { createServer, type Server } from 'node:net'
import { codeOf } from './failures.ts'
import { readPassword, type Layout } from './layout.ts'

/**
 * The right to launch a server for one cluster, had by one process of this machine at a time; undefined while
 * another has it. `end` gives it back, and so does the death of its holder. PostgreSQL's own lock file is not
 * enough: of two servers that both find the file of a killed one, the second can remove the first's new one.
 */
export async function takeTurn(layout: Layout): Promise<Turn | undefined> {
  const name = createHash('sha256')
    .update(layout.cluster)
    // So that nobody who cannot read the cluster can hold its turn.
    .update(await readPassword(layout))
    .digest('hex')
    .slice(0, 32)
  const address = addressOf(`waybill-postgres-${name}`)
  if (address === undefined) return { end: () => undefined }
  const server = await listen(address)
  return server && { end: () => void server.close() }
}

export interface Turn {
  end(): void
}

/**
 * A socket name that exists only while its process does, unlike any file: Linux's abstract names, Windows's
 * pipes. macOS has nothing of the kind; there PostgreSQL's lock file must do.
 */
function addressOf(name: string): string | undefined {
  if (process.platform === 'linux') return `\0${name}`
  return process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : undefined
}

function listen(address: string): Promise<Server | undefined> {
  return new Promise((done, fail) => {
    const server = createServer((socket) => socket.destroy())
    server.unref()
    server.once('error', (error) => (codeOf(error) === 'EADDRINUSE' ? done(undefined) : fail(error)))
    // Exclusive, or else the workers of a cluster would share it.
    server.listen({ path: address, exclusive: true }, () => done(server))
  })
}
