import { rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { api } from '@waybill/core/paths'
import { openBrowser, type Browser } from '@waybill/testkit/browser'
import { peopleOf } from '@waybill/testkit/people'
import { startTestRegistry, type TestRegistry } from '@waybill/testkit/registry'
import { afterAll, beforeAll, expect, test } from 'vitest'

const config = join(tmpdir(), `waybill-monitoring-${process.pid}.yaml`)

let registry: TestRegistry
let admin: Browser
let auditor: Browser
let plain: Browser

beforeAll(async () => {
  writeFileSync(
    config,
    'review: required\nmail: { smtp: "smtp://u:canary-mail@127.0.0.1:9" }\nbilling: { stripe: { secretKey: canary-key, webhookSecret: canary-hook } }\n',
  )
  registry = await startTestRegistry({ config })
  const people = peopleOf(registry)
  admin = await people.operator('admin@example.org', 'admin')
  auditor = await people.operator('auditor@example.org', 'auditor')
  plain = await people.account('plain@example.org')
})
afterAll(async () => {
  await registry.remove()
  rmSync(config)
})

test('health says what is used and, in words, what is wrong', async () => {
  const { status, body } = await admin.call('GET', api.health)
  expect(status).toBe(200)
  expect(body).toMatchObject({
    version: '0.1.0',
    node: process.version,
    database: { connections: expect.any(Number) as number, version: expect.stringMatching(/^\d+/) as string },
    outboxWaiting: 0,
    submissionsWaiting: 0,
    tree: { packages: 0 },
  })
  expect(body.tree.timestampVersion).toBeGreaterThan(0)
  expect(body.storage.freeBytes).toBeGreaterThan(0)
  const names = (body.checks as { name: string }[]).map(({ name }) => name)
  expect(names).toEqual(expect.arrayContaining(['disk', 'outbox', 'mail', 'timestamp', 'jobs', 'database']))
})

test('an event that nobody hears is shown, counted and warned of', async () => {
  await registry.query(
    `insert into outbox (consumer, topic, payload, at) values ('nobody', 'test.happened', '{"a":1}', now() - interval '2 hours')`,
  )
  const { body } = await auditor.call('GET', `${api.outbox}?consumer=nobody`)
  expect(body).toMatchObject({
    waiting: [{ consumer: 'nobody', topic: 'test.happened', payload: { a: 1 } }],
    counts: [{ consumer: 'nobody', waiting: 1 }],
  })
  expect((await admin.call('GET', `${api.outbox}?consumer=index`)).body.waiting).toEqual([])
  const health = (await admin.call('GET', api.health)).body
  expect(health.outboxWaiting).toBe(1)
  expect(health.checks).toContainEqual(expect.objectContaining({ name: 'outbox', state: 'bad' }))
})

test('a job says what it does and when it runs; it can be run now, once', async () => {
  const jobs = async () => (await admin.call('GET', api.jobs)).body
  const before = await jobs()
  for (const job of before.jobs) expect(job.says).toMatch(/^[A-Z].*\.$/)
  const named = (list: { name: string }[], name: string) => list.find((each) => each.name === name)
  expect(named(before.jobs, 'account-sweep')).toMatchObject({ cron: '17 3 * * *', last: null })
  expect(new Date((named(before.jobs, 'account-sweep') as never)['nextAt']).getUTCMinutes()).toBe(17)

  const run = api.jobRuns.replace(':job', 'account-sweep')
  const [first, second] = await Promise.all([admin.call('POST', run), admin.call('POST', run)])
  expect([first.status, second.status].toSorted()).toEqual([202, 409])
  expect([first, second].find(({ status }) => status === 409)?.body).toMatchObject({ code: 'job.running' })
  await expect
    .poll(async () => (named((await jobs()).jobs, 'account-sweep') as never)['last'], { timeout: 30_000 })
    .toMatchObject({ state: 'completed', error: null })
  expect((await admin.call('POST', run)).status).toBe(202)
  expect((await admin.call('POST', api.jobRuns.replace(':job', 'nothing'))).body).toMatchObject({
    code: 'job.not_found',
  })
})

test('a run that failed is listed with its message alone, and its job is warned of', async () => {
  await registry.query(
    `insert into jobs.job (name, state, started_on, completed_on, output) values
      ('metadata-sweep', 'failed', now(), now(), '{"message":"the disk is gone","stack":"at secret.ts:1"}')`,
  )
  const { body } = await auditor.call('GET', api.jobs)
  expect(body.failed).toEqual([
    {
      id: expect.any(String) as string,
      name: 'metadata-sweep',
      at: expect.any(String) as string,
      error: 'the disk is gone',
      tries: 1,
    },
  ])
  expect(JSON.stringify(body)).not.toContain('secret.ts')
  const { checks } = (await admin.call('GET', api.health)).body
  expect(checks).toContainEqual(expect.objectContaining({ name: 'jobs', state: 'bad' }))
})

test('settings are shown with their origin, and no secret with them', async () => {
  const { body } = await auditor.call('GET', api.settings)
  const of = (key: string) => (body.settings as { key: string }[]).find((each) => each.key === key)
  expect(body.file).toBe(config)
  expect(of('review')).toMatchObject({ value: 'required', origin: 'file' })
  expect(of('mail.smtp')).toMatchObject({ value: '(set)', origin: 'file' })
  expect(of('billing.stripe.secretKey')).toMatchObject({ value: '(set)' })
  expect(of('databaseUrl')).toMatchObject({ value: '(set)', origin: 'environment' })
  expect(of('owner')).toMatchObject({ value: 'owner', origin: 'default' })
  const answer = JSON.stringify(body)
  expect(answer).not.toContain('canary')
  expect(answer).not.toContain(registry.databaseUrl)
})

test('mails come a hundred at a time', async () => {
  await registry.query(
    `insert into mails (recipient, subject, body, created_at, next_attempt_at)
      select 'many@example.org', 'mail ' || n, '', now(), now() + interval '1 day' from generate_series(1, 150) n`,
  )
  const first = (await admin.call('GET', api.mails)).body
  expect(first.mails).toHaveLength(100)
  const second = (await admin.call('GET', `${api.mails}?before=${first.next}`)).body
  expect(second.mails[0].id).toBeLessThan(first.mails.at(-1).id)
  expect(second.next).toBeUndefined()
})

test('nobody else sees or runs anything', async () => {
  const reads = [api.health, api.jobs, api.outbox, api.settings]
  for (const path of reads) {
    expect((await openBrowser(registry.url).call('GET', path)).status, path).toBe(401)
    expect((await plain.call('GET', path)).status, path).toBe(403)
  }
  for (const who of [plain, auditor])
    expect((await who.call('POST', api.jobRuns.replace(':job', 'account-sweep'))).status).toBe(403)
})
