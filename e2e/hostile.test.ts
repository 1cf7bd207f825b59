import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { addRegistry, Installer, openHome, type Home } from '@waybill/client'
import { packPlugin } from '@waybill/testkit/publisher'
import { startTestRegistry, type TestRegistry } from '@waybill/testkit/registry'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

/** Registries that lie, break off or never end, and homes that cannot be used: a clear message, and nothing changed. */

let registry: TestRegistry
let work: string

beforeAll(async () => {
  registry = await startTestRegistry({})
  work = await mkdtemp(join(tmpdir(), 'waybill-hostile-'))
  const acme = await registry.publisher('acme')
  expect((await acme.publish(await packPlugin('victim', '1.0.0'))).status).toBe(201)
})
afterAll(async () => {
  await registry.remove()
  await rm(work, { recursive: true, force: true })
})

type Answer = (request: IncomingMessage, response: ServerResponse, real: () => Promise<void>) => unknown

/** A registry in between that answers some requests itself. */
async function between(answer: Answer): Promise<{ home: Home; close: () => void }> {
  const server = createServer((request, response) => {
    const real = async () => {
      const fetched = await fetch(registry.url + request.url)
      response.writeHead(fetched.status)
      response.end(Buffer.from(await fetched.arrayBuffer()))
    }
    void answer(request, response, real)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const home = await openHome({
    path: await mkdtemp(join(work, 'home-')),
    cache: await mkdtemp(join(work, 'cache-')),
  })
  await addRegistry(home, registry.url, { fingerprint: registry.fingerprint })
  process.env.WAYBILL_REGISTRY = url
  return {
    home,
    close: () => {
      delete process.env.WAYBILL_REGISTRY
      server.closeAllConnections()
      server.close()
    },
  }
}

const endless = (response: ServerResponse) => {
  response.writeHead(200, { 'content-length': String(10 * 1024 ** 3) })
  const block = Buffer.alloc(64 * 1024, 0x20)
  const more = () => {
    while (!response.destroyed && response.write(block));
    if (!response.destroyed) response.once('drain', more)
  }
  more()
}

const cases: [string, RegExp, (response: ServerResponse, request: IncomingMessage) => void, RegExp][] = [
  [
    'a web page in place of the timestamp',
    /timestamp/,
    (response) => response.end('<html>Sign in to the network</html>'),
    /timestamp|JSON/i,
  ],
  ['a timestamp of 10 GB', /timestamp/, endless, /more than|larger/],
  [
    'a loop of redirects',
    /timestamp/,
    (response, request) => response.writeHead(302, { location: request.url }).end(),
    /redirect/,
  ],
  ['a document of 10 GB', /packages\//, endless, /more than/],
  ['an artifact of 10 GB', /victim-1\.0\.0\.tar\.gz$/, endless, /longer than|more than/],
  [
    'a web page in place of the artifact',
    /victim-1\.0\.0\.tar\.gz$/,
    (response) => response.end('<html>'),
    /ended after|mismatch/i,
  ],
  [
    'a connection that is cut',
    /victim-1\.0\.0\.tar\.gz$/,
    (response) => response.destroy(),
    /cut|cannot be reached/,
  ],
  ['a server that only fails', /./, (response) => response.writeHead(500).end('{"error":"x"}'), /500/],
]

describe('a registry that', () => {
  test.each(cases)('gives %s', { timeout: 60_000 }, async (_, paths, lie, message) => {
    const { home, close } = await between((request, response, real) =>
      paths.test(request.url ?? '') && !/root\.json$/.test(request.url ?? '')
        ? lie(response, request)
        : real(),
    )
    try {
      const installer = await Installer.open(home)
      const failure = await installer.install({ names: ['victim'] }).catch((error: unknown) => error)
      expect(failure).toMatchObject({
        name: 'WaybillError',
        message: expect.stringMatching(message) as string,
      })
      expect([3, 5]).toContain((failure as { exit: number }).exit)
      expect(await installer.list()).toEqual([])
      expect(await installer.doctor({ check: true })).toMatchObject({ ailments: [], wasInterrupted: false })
    } finally {
      close()
    }
  })
})

describe('a home that', () => {
  async function goodHome() {
    const home = await openHome({ path: await mkdtemp(join(work, 'home-')), cache: join(work, 'cache') })
    await addRegistry(home, registry.url, { fingerprint: registry.fingerprint })
    return home
  }

  test.each([
    ['has conflict markers in its lockfile', '<<<<<<< ours\n{}\n>>>>>>> theirs\n', /conflict markers/],
    ['has a lockfile of a newer schema', '{"schema":9,"packages":{}}', /newer Waybill/],
    ['has a lockfile that is no JSON', '{"schema":1,', /not JSON/],
    ['has a lockfile of nonsense', 'null', /cannot be used/],
    [
      'has a lockfile with a name that leads out',
      '{"schema":1,"packages":{"../../x":{}}}',
      /packages\.\.\.\/\.\.\/x: Invalid key/,
    ],
  ])('%s', async (_, text, message) => {
    const home = await goodHome()
    await writeFile(join(home.path, 'waybill.lock'), text)
    await expect((await Installer.open(home)).install({ names: ['victim'] })).rejects.toMatchObject({
      code: 'home.damaged',
      message: expect.stringMatching(message) as string,
    })
  })

  test.skipIf(process.getuid?.() === 0)('is read-only (skipped as root, whom no rights stop)', async () => {
    const home = await goodHome()
    await mkdir(join(home.path, 'plugins'), { recursive: true })
    await chmod(home.path, 0o500)
    await expect((await Installer.open(home)).install({ names: ['victim'] })).rejects.toMatchObject({
      exit: 1,
    })
    await chmod(home.path, 0o700)
  })

  test('has a cache that is a file', async () => {
    const file = join(work, 'not-a-folder')
    await writeFile(file, '')
    const home = { ...(await goodHome()), cache: join(file, 'cache') }
    const failure = await (
      await Installer.open(home)
    )
      .install({ names: ['victim'] })
      .catch((error: unknown) => error)
    expect(failure).toMatchObject({
      code: 'file.unreadable',
      message: expect.stringContaining('not-a-folder') as string,
    })
    expect(await (await Installer.open(home)).list()).toEqual([])
  })

  test('is asked for a requirement of 10,000 characters', async () => {
    const installer = await Installer.open(await goodHome())
    const long = `^1.0.0${' || ^1.0.0'.repeat(1000)}`
    await expect(installer.install({ names: [`victim@${long}`] })).rejects.toMatchObject({
      code: 'version.invalid',
    })
  })
})
