import { sql } from 'kysely'
import { peopleOf } from '@waybill/testkit/people'
import { packPlugin } from '@waybill/testkit/publisher'
import { startTestRegistry, type TestRegistry } from '@waybill/testkit/registry'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase, type Database } from '../platform/database/index.ts'
import { ratingsOf } from './index.ts'

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

test('many good ratings rank before one that is perfect, and one that is bad before many', async () => {
  const acme = await peopleOf(registry).publisher('acme')
  const ids = new Map<string, number>()
  for (const name of ['one-perfect', 'many-good', 'one-bad', 'many-bad', 'unrated'])
    await acme.publish(await packPlugin(name, '1.0.0'))
  for (const { id, name } of await registry.query<{ id: string; name: string }>(
    'select id, name from packages',
  ))
    ids.set(name, Number(id))
  const give = (name: string, stars: number, count: number) =>
    sql`with people as (
        insert into auth."user" (id, name, email, email_verified) select ${name} || n, 'x', ${name} || n || '@example.org', true
        from generate_series(1, ${count}::int) as n returning id)
      insert into ratings select ${ids.get(name)}, id, ${stars}, now() from people`.execute(database)
  await give('one-perfect', 5, 1)
  await give('many-good', 4, 50)
  await give('one-bad', 1, 1)
  await give('many-bad', 2, 50)
  const ratings = await ratingsOf(database, [...ids.values()])
  const scores = [...ids].map(([name, id]) => [name, ratings.get(id)?.score ?? 3.5] as const)
  expect(scores.toSorted((a, b) => b[1] - a[1]).map(([name]) => name)).toEqual([
    'many-good',
    'one-perfect',
    'unrated',
    'one-bad',
    'many-bad',
  ])
  expect(ratings.get(ids.get('many-good') ?? 0)).toMatchObject({
    average: 4,
    count: 50,
    distribution: [0, 0, 0, 50, 0],
  })
  expect(ratings.has(ids.get('unrated') ?? 0)).toBe(false)
})
