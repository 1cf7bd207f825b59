import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { findRunningPostgres } from '../../packages/server/src/platform/postgres/index.ts'
import { createTestPublisher } from '@waybill/testkit/publisher'
import pg from 'pg'
import { expect, test } from 'vitest'
import {
  ended,
  publishUntilKilled,
  startProcess,
  stopPostgres,
  TreeWalk,
  type Acknowledged,
} from './harness.ts'

const rounds = Number(process.env.CRASH_ROUNDS ?? 4)
const publishes = Number(process.env.CRASH_PUBLISHES ?? 200)

test(
  `kill -9 at a random moment of ${publishes} concurrent publishes, ${rounds} rounds: nothing acknowledged is lost, nothing is half there`,
  { timeout: 3_600_000 },
  async () => {
    const data = await mkdtemp(join(tmpdir(), 'waybill-crash-'))
    const acknowledged: Acknowledged[] = []
    let token: string | undefined
    let killedWhileBusy = 0
    try {
      for (let round = 0; round < rounds; round++) {
        const registry = await startProcess(data)
        token ??= registry.ownerToken
        const publisher = await createTestPublisher(registry.url, token!, 'owner')
        // From before the first answer until after most of them.
        const moment = 20 + Math.random() * publishes * 4
        const killer = wait(moment).then(() => registry.child.kill('SIGKILL'))
        const done = await publishUntilKilled(publisher, `round-${round}`, publishes)
        await killer
        await ended(registry.child)
        acknowledged.push(...done)
        if (done.length < publishes) killedWhileBusy++

        const again = await startProcess(data)
        const walk = await new TreeWalk(again.url).open()
        for (const each of acknowledged) await walk.requireVersion(each, each.sha256)
        await expectNothingStuck(data, walk)
        again.child.kill('SIGTERM')
        await ended(again.child)
      }
      console.log(
        `acknowledged and readable: ${acknowledged.length}; rounds killed while publishing: ${killedWhileBusy} of ${rounds}`,
      )
      expect(killedWhileBusy).toBeGreaterThan(0)
    } finally {
      await stopPostgres(data)
      await rm(data, { recursive: true, force: true })
    }
  },
)

/** Every version in the database is in the tree, whole; no event, upload or half-written file is left. */
async function expectNothingStuck(data: string, walk: TreeWalk): Promise<void> {
  const postgres = await findRunningPostgres(join(data, 'postgres'))
  const client = new pg.Client(postgres!.connection)
  await client.connect()
  const { rows } = await client.query<{ name: string; version: string; sha256: string }>(
    'select p.name, v.version, a.sha256 from packages p join versions v on v.package_id = p.id join artifacts a on a.version_id = v.id',
  )
  const outbox = await client.query("select 1 from outbox where consumer = 'index'")
  await client.end()
  for (const row of rows) await walk.requireVersion(row, row.sha256)
  expect(outbox.rows).toHaveLength(0)
  expect(await readdir(join(data, 'uploads'))).toEqual([])
  expect(
    (await readdir(join(data, 'tree', '.tmp')).catch(() => [])).filter((name) => !name.startsWith('probe')),
  ).toEqual([])
}
