import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { readEnvironment } from './environment.ts'
import { loadSettings } from './settings.ts'

const load = (env: NodeJS.ProcessEnv) => loadSettings(readEnvironment(env))
const refused = expect.objectContaining({ code: 'usage.invalid' })

test('the tree may not hold the data folder, where the keys and paid artifacts are', () => {
  const env = { WAYBILL_DATA: '/srv/waybill/data' }
  for (const folder of ['/srv/waybill/data', '/srv/waybill', '/srv/waybill/', '/'])
    expect(() => load({ ...env, WAYBILL_STORAGE: `file:${folder}` }), folder).toThrow(refused)
  for (const folder of ['/srv/waybill/data/tree', '/srv/waybill/dat', '/srv/tree'])
    expect(load({ ...env, WAYBILL_STORAGE: `file:${folder}` }).tree).toBe(folder)
})

test('keys of the payment service come from the file or the environment, and only both together', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'waybill-settings-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const file = join(folder, 'config.yaml')
  await writeFile(file, 'billing: { stripe: { secretKey: file, webhookSecret: file }, currency: usd }')
  expect(load({}).billing).toEqual({ currency: 'eur' })
  expect(load({ WAYBILL_CONFIG: file }).billing).toEqual({
    currency: 'usd',
    stripe: { secretKey: 'file', webhookSecret: 'file' },
  })
  expect(load({ WAYBILL_CONFIG: file, WAYBILL_STRIPE_SECRET_KEY: 'env' }).billing.stripe).toEqual({
    secretKey: 'env',
    webhookSecret: 'file',
  })
  expect(() => load({ WAYBILL_STRIPE_SECRET_KEY: 'sk' })).toThrow(refused)
  await writeFile(file, 'billing: { currency: EUR }')
  expect(() => load({ WAYBILL_CONFIG: file })).toThrow(refused)
})
