import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { readEnvironment } from './environment.ts'
import { loadSettings } from './settings.ts'

function load(yaml: string) {
  const folder = mkdtempSync(join(tmpdir(), 'waybill-settings-'))
  try {
    const config = join(folder, 'waybill.yaml')
    writeFileSync(config, yaml)
    return loadSettings(readEnvironment({}), { config })
  } finally {
    rmSync(folder, { recursive: true })
  }
}

test('nothing private may be asked unless the file says so', () => {
  expect(load('').outgoing).toEqual({ allow: [] })
  expect(
    load('outgoing: { allow: [10.1.0.0/16, git.internal], dnsServers: ["10.0.0.2:53"] }').outgoing,
  ).toEqual({
    allow: ['10.1.0.0/16', 'git.internal'],
    dnsServers: ['10.0.0.2:53'],
  })
})

test.each([
  ['outgoing: { allow: ["*.internal"] }', 'outgoing.allow.0'],
  ['outgoing: { allow: [10.0.0.0/8, 10.0.0.0/40] }', 'outgoing.allow.1'],
  ['outgoing: { dnsServers: [dns.internal] }', 'outgoing.dnsServers.0'],
  ['outgoing: { dnsServers: [] }', 'outgoing.dnsServers'],
  ['outgoing: { proxy: x }', 'outgoing'],
])('%s is an error that names the setting', (yaml, setting) => {
  expect(() => load(yaml)).toThrow(
    expect.objectContaining({ code: 'usage.invalid', message: expect.stringContaining(`: ${setting}: `) }),
  )
})

const loadWith = (env: NodeJS.ProcessEnv) => loadSettings(readEnvironment(env))
const refused = expect.objectContaining({ code: 'usage.invalid' })

test('the tree may not hold the data folder, where the keys and paid artifacts are', () => {
  const env = { WAYBILL_DATA: '/srv/waybill/data' }
  for (const folder of ['/srv/waybill/data', '/srv/waybill', '/srv/waybill/', '/'])
    expect(() => loadWith({ ...env, WAYBILL_STORAGE: `file:${folder}` }), folder).toThrow(refused)
  for (const folder of ['/srv/waybill/data/tree', '/srv/waybill/dat', '/srv/tree'])
    expect(loadWith({ ...env, WAYBILL_STORAGE: `file:${folder}` }).tree).toBe(folder)
})

test('keys of the payment service come from the file or the environment, and only both together', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'waybill-settings-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const file = join(folder, 'config.yaml')
  await writeFile(file, 'billing: { stripe: { secretKey: file, webhookSecret: file }, currency: usd }')
  expect(loadWith({}).billing).toEqual({ currency: 'eur' })
  expect(loadWith({ WAYBILL_CONFIG: file }).billing).toEqual({
    currency: 'usd',
    stripe: { secretKey: 'file', webhookSecret: 'file' },
  })
  expect(loadWith({ WAYBILL_CONFIG: file, WAYBILL_STRIPE_SECRET_KEY: 'env' }).billing.stripe).toEqual({
    secretKey: 'env',
    webhookSecret: 'file',
  })
  expect(() => loadWith({ WAYBILL_STRIPE_SECRET_KEY: 'sk' })).toThrow(refused)
  await writeFile(file, 'billing: { currency: EUR }')
  expect(() => loadWith({ WAYBILL_CONFIG: file })).toThrow(refused)
})

test('the public address is checked before it is used, and has one form', () => {
  const of = (publicUrl: string) => loadSettings({ ...readEnvironment({}), publicUrl }).publicUrl
  expect(of('HTTPS://Plugins.Example.org:443/')).toBe('https://plugins.example.org')
  expect(of('http://[::1]:4600/registry/')).toBe('http://[::1]:4600/registry')
  for (const bad of [
    'plugins.example.org',
    'ftp://x.example',
    'https://a:b@x.example',
    'https://x.example/?a',
    '',
  ])
    expect(() => of(bad)).toThrow('WAYBILL_PUBLIC_URL')
})
