import { packPlugin } from '@waybill/testkit/publisher'
import { startTestRegistry, type TestRegistry } from '@waybill/testkit/registry'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase, type Database } from '../platform/database/index.ts'
import { setPricing } from './index.ts'

let registry: TestRegistry
let database: Database

beforeAll(async () => {
  registry = await startTestRegistry()
  database = openDatabase(registry.databaseUrl, () => undefined)
})
afterAll(async () => {
  await database.destroy()
  await registry.remove()
})

test('a price gates what its own transaction published, and nothing that was public before', async () => {
  const acme = await registry.publisher('acme')
  await acme.publish(await packPlugin('one', '1.0.0'))
  const paid = { type: 'paid', price: 100, currency: 'eur' } as const
  await database.transaction().execute(async (transaction) => {
    const { rows } = await sql<{ package_id: number }>`
      with version as (
        insert into versions (package_id, version, category, manifest, published_at)
        select package_id, '2.0.0', category, manifest, published_at from versions returning id, package_id
      ), artifact as (
        insert into artifacts
          (version_id, platform, format, path, size, sha256, sha512, key_id, signature)
        select version.id, platform, format, path || '2', size, sha256, sha512, key_id, signature
        from version, artifacts
      )
      select package_id from version`.execute(transaction)
    await setPricing(transaction, rows[0]?.package_id ?? 0, paid, new Date())
  })
  const gated = await registry.query(
    'select version, gated from artifacts join versions on versions.id = version_id order by version',
  )
  expect(gated).toEqual([
    { version: '1.0.0', gated: false },
    { version: '2.0.0', gated: true },
  ])
})
