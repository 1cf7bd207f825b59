import { packPlugin, type TestPublisher } from '@waybill/testkit/publisher'
import { startTestRegistry, type TestRegistry } from '@waybill/testkit/registry'
import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase, type Database } from '../platform/database/index.ts'
import { createOutbox } from '../platform/outbox.ts'
import { addVersion, versionOf } from './index.ts'

let registry: TestRegistry
let acme: TestPublisher
let database: Database

beforeAll(async () => {
  registry = await startTestRegistry()
  acme = await registry.publisher('acme')
  database = openDatabase(registry.databaseUrl, () => undefined)
})
afterAll(async () => {
  await database.destroy()
  await registry.remove()
})

/** Does `work` while another transaction has done `first` and not ended, and ends that once `work` waits for it. */
async function during<T>(first: string, work: () => Promise<T>): Promise<T> {
  const other = new pg.Client({ connectionString: registry.databaseUrl })
  await other.connect()
  try {
    await other.query('begin')
    await other.query(first)
    const working = work()
    // It is reported below.
    working.catch(() => undefined)
    for (let tries = 0; tries < 200; tries++) {
      const waiting = await registry.query(
        "select from pg_stat_activity where datname = current_database() and wait_event in ('transactionid', 'tuple')",
      )
      if (waiting.length > 0) break
      await new Promise((resolve) => setTimeout(resolve, 25))
    }
    await other.query('commit')
    return await working
  } finally {
    await other.end()
  }
}

test('a version is added although its publisher takes the name with another version at this moment', async () => {
  await acme.publish(await packPlugin('first', '1.0.0'))
  const [row] = await registry.query<{ publisher_id: number }>('select publisher_id::int from packages')
  const publisher = { id: row?.publisher_id ?? 0, name: 'acme' }
  const version = versionOf(
    {
      format: 'tar.gz',
      inspection: { manifest: { name: 'second', version: '1.1.0' } },
    } as never,
    {
      upload: {
        keyId: acme.keyId,
        signature: Buffer.alloc(64),
        spool: { size: 1, sha256: 'a', sha512: 'b', bytes: Buffer.from('x') },
      },
      publisher,
      category: 'community/experimental',
      at: new Date(),
    } as never,
  )
  const taken = `insert into packages (name, look_alike, publisher_id, created_at)
    values ('second', 'second', ${publisher.id}, now())`
  const outbox = createOutbox({ 'packages.version_published': [] })
  const emitting = { ...outbox, emitting: () => sql`select 1` }
  await during(taken, () =>
    database.transaction().execute((transaction) => addVersion(emitting, transaction, version, publisher)),
  )
  const added = await registry.query("select version from versions where version = '1.1.0'")
  expect(added).toHaveLength(1)
})

test('nothing is added to a version that is taken back at this moment', async () => {
  const plugin = (platform: string) =>
    packPlugin(
      'many',
      '1.0.0',
      `platform = "${platform}"\n[platforms.linux-x86_64]\n[platforms.linux-aarch64]\n`,
    )
  expect(await acme.publish(await plugin('linux-x86_64'))).toMatchObject({ status: 201 })
  const answer = await during(
    `select from versions join packages on packages.id = package_id where name = 'many' for update of versions;
     update versions set unpublished_at = now(), yanked_at = now() from packages
       where packages.id = package_id and name = 'many'`,
    async () => acme.publish(await plugin('linux-aarch64')),
  )
  expect(answer).toMatchObject({ status: 409, body: { code: 'version.exists' } })
})
