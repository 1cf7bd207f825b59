import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import tls from 'node:tls'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { createOutgoing } from './index.ts'
import { startNameServer, type NameServer } from './test/name-server.ts'

let cert: string
let server: Server
let names: NameServer
let port: number

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'waybill-tls-'))
  const [keyFile, certFile] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  await promisify(execFile)('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '1'],
    ...['-subj', '/CN=secure.example', '-addext', 'subjectAltName=DNS:secure.example'],
    ...['-keyout', keyFile, '-out', certFile],
  ])
  cert = await readFile(certFile, 'utf8')
  server = createServer({ key: await readFile(keyFile), cert }, (request, response) => {
    if (request.url === '/down') response.writeHead(302, { location: `http://secure.example:${port}/` }).end()
    else if (request.url === '/on') response.writeHead(302, { location: '/' }).end()
    else response.end('secure')
  })
  await rm(folder, { recursive: true })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  port = (server.address() as AddressInfo).port
  names = await startNameServer((kind) => (kind === 'A' ? ['127.0.0.1'] : []))
})

afterAll(async () => {
  server.close()
  await names[Symbol.asyncDispose]()
})

/** Early versions of Node 24 cannot trust another certificate at run time. */
const canTrust = typeof tls.setDefaultCACertificates === 'function'
const trust = (certificates: string[]) => tls.setDefaultCACertificates(certificates)
const system = canTrust ? tls.getCACertificates('default') : []

afterEach(() => {
  if (canTrust) trust(system)
  vi.unstubAllEnvs()
})

const ask = (host: string, path = '/') =>
  createOutgoing({ allow: ['127.0.0.1'], dnsServers: [names.address] }).fetch(
    `https://${host}:${port}${path}`,
    {
      redirects: 2,
    },
  )

const tlsFailure = { code: 'outgoing.failed', details: { reason: 'tls' } }

test.runIf(canTrust)('https works by the name, at the address that was checked', async () => {
  trust([cert])
  const answer = await ask('secure.example', '/on')
  expect([answer.url, answer.bytes.toString()]).toEqual([`https://secure.example:${port}/`, 'secure'])
})

test('a certificate of nobody known fails, whatever the environment says', async () => {
  vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0')
  await expect(ask('secure.example')).rejects.toMatchObject(tlsFailure)
})

test.runIf(canTrust)('a certificate of another name fails', async () => {
  trust([cert])
  await expect(ask('other.example')).rejects.toMatchObject(tlsFailure)
  await expect(ask('127.0.0.1')).rejects.toMatchObject(tlsFailure)
})

test.runIf(canTrust)('a redirect from https to http is refused', async () => {
  trust([cert])
  await expect(ask('secure.example', '/down')).rejects.toMatchObject({ code: 'outgoing.refused' })
})
