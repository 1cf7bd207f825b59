import { createHash } from 'node:crypto'
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { createServer, request as ask } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { addRegistry, Installer, openHome, PluginHost, verifyLicence, type Home } from '@waybill/client'
import { packPlugin, type TestPublisher } from '@waybill/testkit/publisher'
import { startTestRegistry, type TestRegistry } from '@waybill/testkit/registry'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testCommand } from '../packages/cli/src/test/waybill.ts'
import { cachePaths } from '../packages/client/src/cache/layout.ts'
import {
  eventsOf,
  sendEvent,
  startFakeStripe,
  type FakeStripe,
} from '../packages/server/src/billing/test/fake-stripe.ts'

let stripe: FakeStripe
let registry: TestRegistry
let acme: TestPublisher
let payer: string
let big: Buffer

beforeAll(async () => {
  stripe = await startFakeStripe()
  registry = await startTestRegistry({ config: stripe.config })
  acme = await registry.publisher('acme')
  payer = await registry.token('acme', 'owner')
  const noise = Array.from({ length: 20_000 }, (_, i) =>
    createHash('sha512').update(String(i)).digest('base64'),
  )
  for (const name of ['pro', 'big']) {
    await publish(await packPlugin(name, '0.1.0', 'main = "index.js"\n'))
    const body = JSON.stringify({ type: 'paid', price: 999, currency: 'eur' })
    const headers = { authorization: `Bearer ${payer}`, 'content-type': 'application/json' }
    const url = `${registry.url}/api/v1/packages/${name}/pricing`
    expect((await fetch(url, { method: 'PUT', headers, body })).status).toBe(200)
  }
  await publish(await packPlugin('pro', '1.0.0', 'main = "index.js"\n'))
  big = await packPlugin('big', '1.0.0', '', { 'data.txt': noise.join('\n') })
  await publish(big)
})
afterAll(async () => {
  await registry.remove()
  await stripe.close()
})

async function publish(artifact: Buffer) {
  expect((await acme.publish(artifact)).status).toBe(201)
}

/** The command with a home that has pinned the registry, for whoever has the token. */
async function user(token?: string) {
  const { run, home, folder } = await testCommand()
  const env = { ...(token === undefined ? {} : { WAYBILL_TOKEN: token }) }
  const waybill = (args: string[], options: Parameters<typeof run>[1] = {}) =>
    run(args, { ...options, env: { ...env, ...options.env } })
  const added = await waybill(['registry', 'add', registry.url, '--fingerprint', registry.fingerprint])
  expect(added.status, added.stderr).toBe(0)
  return { waybill, folder, home: await openHome({ path: home, cache: join(folder, 'cache') }) }
}

const now = () => Math.floor(Date.now() / 1000)

/** Until the payment service was asked once more. */
async function pageOpened(before: number) {
  while (stripe.asked.length === before) await new Promise((resolve) => setTimeout(resolve, 50))
}

test('who has not bought is told how, and can have what was public before', async () => {
  const stranger = await registry.account('stranger@example.org')
  const nobody = await (await user()).waybill(['install', 'pro'])
  expect([nobody.status, nobody.stderr]).toEqual([6, expect.stringContaining('waybill buy pro')])
  const { waybill, home } = await user(stranger.token)
  for (const name of ['pro', 'big@1.0.0']) {
    const refused = await waybill(['install', name, '--json'])
    expect([refused.status, refused.json().error.code]).toEqual([6, 'entitlement.required'])
    expect(refused.stderr).toContain('waybill buy')
  }
  expect(await (await Installer.open(home)).list()).toEqual([])
  expect((await waybill(['install', 'pro@0.1.0'])).status).toBe(0)
})

test('buy waits for the payment; then install, licence and an offline host work', async () => {
  const buyer = await registry.account('buyer@example.org')
  const { waybill, home } = await user(buyer.token)
  const before = stripe.asked.length
  const buying = waybill(['buy', 'pro', '--json'])
  await pageOpened(before)
  expect(await sendEvent(registry.url, eventsOf(stripe.lastPurchase()).completed(now()))).toBe(200)
  const bought = await buying
  expect(bought.status, bought.stderr).toBe(0)
  expect(bought.stderr).toContain('https://checkout.example/')
  expect(bought.json()).toMatchObject({ name: 'pro', entitlement: { kind: 'purchase', status: 'active' } })
  const installed = await waybill(['install', 'pro', '--json'])
  expect(installed.status, installed.stderr).toBe(0)
  expect(installed.json().installed).toMatchObject([{ name: 'pro', version: '1.0.0' }])
  expect((await waybill(['verify'])).status).toBe(0)
  const licence = await waybill(['licence', 'pro', '--json'])
  expect(licence.status, licence.stderr).toBe(0)
  expect(licence.json()).toMatchObject({ name: 'pro', claims: { sub: buyer.id, plan: 'purchase' } })
  await offlineHost(home)
})

async function offlineHost(home: Home) {
  const dayMs = 24 * 3600 * 1000
  const after = (days: number) => ({ now: () => new Date(Date.now() + days * dayMs) })
  const host = await PluginHost.open(home)
  expect(await host.licence('pro')).toMatchObject({ pkg: 'pro', iss: registry.fingerprint })
  // The signatures of the index are over long before the licence is.
  expect(await host.licence('pro', after(20))).toMatchObject({ pkg: 'pro' })
  await expect(host.licence('pro', after(31))).rejects.toMatchObject({ code: 'licence.expired' })
  const { ent } = await host.licence('pro')
  await expect(host.licence('pro', { revoked: new Set([ent]) })).rejects.toMatchObject({
    code: 'licence.invalid',
  })
  await expect(host.licence('big')).rejects.toMatchObject({ code: 'licence.invalid' })
  const id = registry.fingerprint.slice(7, 23)
  const file = join(home.path, 'licences', id, 'pro.json')
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  const kept = JSON.parse(await readFile(file, 'utf8')) as { token: string }
  const [head = '', , end = ''] = kept.token.split('.')
  const forged = Buffer.from(JSON.stringify({ iss: registry.fingerprint })).toString('base64url')
  await writeFile(file, JSON.stringify({ ...kept, token: `${head}.${forged}.${end}` }))
  await expect(verifyLicence(home, 'pro')).rejects.toMatchObject({ code: 'licence.invalid' })
}

test('Ctrl-C ends the waiting, not the purchase', async () => {
  const buyer = await registry.account('leaver@example.org')
  const { waybill } = await user(buyer.token)
  const interrupted = await waybill(['buy', 'pro'], {
    started: (child) =>
      child.stderr?.on('data', (text: Buffer) => {
        if (text.includes('Waiting')) child.kill('SIGINT')
      }),
  })
  expect(interrupted.status).toBe(130)
  await sendEvent(registry.url, eventsOf(stripe.lastPurchase()).completed(now()))
  expect((await waybill(['install', 'pro'])).status).toBe(0)
})

describe('a publisher', () => {
  test('sets prices in decimals, exactly, and sees what they were', async () => {
    const { waybill } = await user(payer)
    const priced = 'priced'
    await publish(await packPlugin(priced, '1.0.0'))
    const set = await waybill(['price', priced, '--set', '0.29', '--currency', 'usd', '--json'])
    expect(set.json(), set.stderr).toMatchObject({ pricing: { type: 'paid', price: 29, currency: 'usd' } })
    await waybill(['price', priced, '--set', '500', '--currency', 'jpy', '--yearly'])
    const shown = await waybill(['price', priced])
    expect(shown.stdout).toMatch(/^priced: 500 JPY each year, since .*\n {2}before: 0\.29 USD/)
    for (const [args, exit] of [
      [['--set', '0.295'], 2],
      [['--set', '0'], 2],
      [['--set', '1', '--free'], 2],
      [['--monthly'], 2],
      [['--set', '1', '--currency', 'xyz'], 2],
    ] as const)
      expect([args, (await waybill(['price', priced, ...args])).status]).toEqual([args, exit])
    const free = await waybill(['price', priced, '--free', '--json'])
    expect(free.json().pricing).toEqual({ type: 'free' })
  })

  test('gives by hand and by code', async () => {
    const { waybill } = await user(payer)
    const friend = await user((await registry.account('friend@example.org')).token)
    const granted = await waybill(['grant', 'big', 'friend@example.org', '--until', '2099-01-31', '--json'])
    expect(granted.json(), granted.stderr).toMatchObject({ until: '2099-01-31T23:59:59.000Z' })
    expect((await friend.waybill(['install', 'big@1.0.0'])).status).toBe(0)
    expect((await waybill(['grant', 'big', 'x@example.org', '--until', '2099-02-30'])).status).toBe(2)
    const made = (await waybill(['code', 'create', 'big', '--uses', '1', '--json'])).json()
    const guest = await user((await registry.account('guest@example.org')).token)
    const redeemed = await guest.waybill(['buy', 'big', '--code', made.code, '--json'])
    expect(redeemed.json(), redeemed.stderr).toEqual({ name: 'big' })
    expect((await guest.waybill(['install', 'big@1.0.0'])).status).toBe(0)
    const late = await user((await registry.account('late@example.org')).token)
    const refused = await late.waybill(['buy', 'big', '--code', made.code])
    expect([refused.status, refused.stderr]).toEqual([6, expect.stringContaining('code')])
  })
})

test('a download that broke goes on where it stopped', async () => {
  const { waybill, folder } = await user(acme.token)
  const sha256 = createHash('sha256').update(big).digest('hex')
  const partial = cachePaths.partial(join(folder, 'cache'), sha256)
  await mkdir(dirname(partial), { recursive: true })
  await writeFile(partial, big.subarray(0, 300_000))
  const seen: (string | undefined)[] = []
  const middle = await proxy(({ url = '', headers }) => {
    if (url.startsWith('/api/v1/artifacts/')) seen.push(headers.range)
  })
  try {
    await waybill(['registry', 'add', middle.url, '--fingerprint', registry.fingerprint])
    const installed = await waybill(['install', 'big@1.0.0', '--registry', middle.url])
    expect(installed.status, installed.stderr).toBe(0)
    expect(seen).toEqual(['bytes=300000-'])
  } finally {
    await middle.close()
  }
})

test('the token goes to the pinned registry alone, though a mirror serves the tree', async () => {
  const { waybill } = await user(acme.token)
  const tokens: string[] = []
  const mirror = await proxy(({ headers }) => {
    if (headers.authorization) tokens.push(headers.authorization)
  })
  try {
    const installed = await waybill(['install', 'pro@1.0.0', '--registry', mirror.url])
    expect(installed.status, installed.stderr).toBe(0)
    expect(tokens).toEqual([])
  } finally {
    await mirror.close()
  }
})

test('what was bought is kept in the shared cache like anything else', async () => {
  const { waybill, folder } = await user(acme.token)
  expect((await waybill(['install', 'big@1.0.0'])).status).toBe(0)
  const other = await openHome({ path: join(folder, 'second'), cache: join(folder, 'cache') })
  await addRegistry(other, registry.url, { fingerprint: registry.fingerprint })
  const again = await waybill(['install', 'big@1.0.0', '--home', other.path], { env: { WAYBILL_TOKEN: '' } })
  expect(again.status, again.stderr).toBe(0)
})

/** Passes everything on to the registry, and tells of each request. */
async function proxy(told: (request: { url?: string; headers: NodeJS.Dict<string> }) => void) {
  const server = createServer((incoming, outgoing) => {
    told(incoming as never)
    const { host: _, ...headers } = incoming.headers
    const onward = ask(registry.url + incoming.url, { method: incoming.method, headers }, (response) => {
      outgoing.writeHead(response.statusCode ?? 502, response.headers)
      response.pipe(outgoing)
    })
    incoming.pipe(onward)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
