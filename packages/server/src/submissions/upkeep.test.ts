import { randomUUID } from 'node:crypto'
import { readdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { api } from '@waybill/core/paths'
import { type Browser } from '@waybill/testkit/browser'
import { png } from '@waybill/testkit/image'
import { peopleOf } from '@waybill/testkit/people'
import { answer, packPlugin, type TestPublisher } from '@waybill/testkit/publisher'
import { startTestRegistry, type TestRegistry } from '@waybill/testkit/registry'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { day } from '../platform/clock.ts'
import { openDatabase } from '../platform/database/index.ts'
import { createWorker } from './index.ts'

const waitingBytes = 300_000

let registry: TestRegistry
let acme: TestPublisher & { browser: Browser }
let reviewer: Browser
let checklist: string[]

beforeAll(async () => {
  const config = join(tmpdir(), `waybill-upkeep-${randomUUID()}.yaml`)
  await writeFile(config, `review: required\nlimits:\n  waitingBytes: ${waitingBytes}\n`)
  registry = await startTestRegistry({ config })
  acme = await peopleOf(registry).publisher('acme')
  reviewer = await peopleOf(registry).operator('rita@example.org', 'reviewer')
  ;({ checklist } = (await reviewer.call('GET', api.reviewQueue)).body as { checklist: string[] })
})
afterAll(() => registry.remove())

const at = (route: string, id: string) => route.replace(':id', id)
const noise = (bytes: number) =>
  Array.from({ length: Math.ceil(bytes / 36) }, () => randomUUID())
    .join('')
    .slice(0, bytes)

async function until(id: string, wanted: string) {
  for (let tries = 0; tries < 800; tries++) {
    const { body } = await acme.request('GET', at(api.submission, id))
    if (body.status === wanted) return body
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  throw new Error(`${id} never became ${wanted}`)
}

async function submit(name: string, artifact: Uint8Array, revise?: string): Promise<string> {
  const { body } = await acme.upload(artifact, revise === undefined ? {} : { submission: revise })
  const metadata = { name, version: '1.0.0' }
  const submitted = await acme.request('POST', api.submit, { packageId: body.packageId, metadata })
  expect(submitted).toMatchObject({ status: 201 })
  return submitted.body.submissionId as string
}

const decide = (who: Browser, id: string, decision: string) =>
  who.call('POST', at(api.reviewDecision, id), { decision, reason: 'because', checklist })

const uploads = () => readdir(join(registry.data, 'uploads'))

test('a submission that processes die of comes last, and after three goes back to its publisher', async () => {
  const artifact = await packPlugin('deadly', '1.0.0')
  const { body } = await acme.upload(artifact)
  const [{ id }] = (await registry.query<{ id: string }>(
    'update submissions set unfinished_checks = 3 where upload_id = $1 returning id',
    [body.packageId],
  )) as [{ id: string }]
  await acme.request('POST', api.submit, {
    packageId: body.packageId,
    metadata: { name: 'deadly', version: '1.0.0' },
  })
  expect((await until(id, 'changes_requested')).feedback[0].text).toContain('ended 3 times')
  expect(await submit('deadly', artifact, id)).toBe(id)
  await until(id, 'in_review')
  const [row] = await registry.query<{ unfinished_checks: number }>(
    'select unfinished_checks from submissions where id = $1',
    [id],
  )
  expect(row?.unfinished_checks).toBe(0)
})

/** What the hourly job does, at a later time. */
async function sweepAt(now: Date): Promise<void> {
  const database = openDatabase(registry.databaseUrl, () => undefined)
  const context = {
    database,
    clock: () => now,
    uploads: join(registry.data, 'uploads'),
    url: () => registry.url,
    notifier: { tell: () => Promise.resolve(), tellReviewers: () => Promise.resolve() },
    settings: { ecosystem: { name: 'Test' } },
  }
  await createWorker(context as never, registry.databaseUrl).sweep()
  await database.destroy()
}

test('submissions that fail again and again, however many, do not keep others from their turn', async () => {
  await registry.query(
    `insert into submissions (id, publisher_id, state, submitter, upload_id, name, version, created_at, changed_at)
     select 'sub_bad' || n, (select id from publishers where name = 'acme'), 'validating', 'x', 'pkg_bad' || n, 'bad', '1.0.0',
       now() - interval '1 day', now() - interval '1 day' from generate_series(1, 150) as n`,
  )
  await registry.query(
    `insert into submission_uploads (id, submission_id, number, size, sha256, sha512, bytes, created_at)
     select upload_id, id, 1, 1, '', '', 'x', now() from submissions where id like 'sub_bad%'`,
  )
  await until(await submit('patient', await packPlugin('patient', '1.0.0')), 'in_review')
  await registry.query("delete from submissions where id like 'sub_bad%'")
})

test('an upload whose bytes are lost goes back to its publisher instead of failing for ever', async () => {
  const { body } = await acme.upload(await packPlugin('lost', '1.0.0'))
  await registry.query("update submission_uploads set bytes = null, upload = 'lost' where id = $1", [
    body.packageId,
  ])
  const metadata = { name: 'lost', version: '1.0.0' }
  const submitted = await acme.request('POST', api.submit, { packageId: body.packageId, metadata })
  const back = await until(submitted.body.submissionId as string, 'changes_requested')
  expect(back.feedback[0].text).toContain('Upload it again')
  const again = await submit('lost', await packPlugin('lost', '1.0.0'), submitted.body.submissionId as string)
  await until(again, 'in_review')
})

test('one publisher’s waiting bytes are bounded, and come free with what ends', async () => {
  const large = await packPlugin('large', '1.0.0', '', { 'data.txt': noise(300_000) })
  const before = (await uploads()).length
  const first = await acme.upload(large)
  expect(first).toMatchObject({ status: 201 })
  const second = await acme.upload(large)
  expect(second).toMatchObject({
    status: 413,
    body: { code: 'upload.too_large', details: { limit: waitingBytes, name: 'limits.waitingBytes' } },
  })
  expect((await uploads()).length).toBe(before + 1)
  // What it replaces does not count.
  expect((await acme.upload(large, { submission: first.body.submissionId as string })).status).toBe(201)
  const form = new FormData()
  form.set('image', new Blob([new Uint8Array(png(640, 400))]), 'image')
  const headers = { authorization: `Bearer ${acme.token}` }
  const post = async () =>
    answer(await fetch(registry.url + api.screenshots, { method: 'POST', headers, body: form }))
  expect((await post()).status).toBe(201)
  const path = at(api.submissionWithdrawal, first.body.submissionId as string)
  expect((await acme.request('POST', path, {})).status).toBe(200)
  expect((await uploads()).length).toBe(before)
  expect((await acme.upload(large)).status).toBe(201)
})

test('a rejected upload is kept while it can be appealed, and let go after 30 days', async () => {
  const id = await submit('refused', await packPlugin('refused', '1.0.0'))
  await until(id, 'in_review')
  expect((await decide(reviewer, id, 'reject')).status).toBe(200)
  const kept = () =>
    registry.query('select from submission_uploads where submission_id = $1 and bytes is not null', [id])
  await sweepAt(new Date(Date.now() + 29 * day))
  expect(await kept()).toHaveLength(1)
  await sweepAt(new Date(Date.now() + 31 * day))
  expect(await kept()).toHaveLength(0)
  await registry.query("update submissions set changed_at = now() - interval '31 days' where id = $1", [id])
  const late = await acme.request('POST', at(api.submissionAppeal, id), { reason: 'It is good' })
  expect(late).toMatchObject({ status: 409, body: { code: 'submission.wrong_state' } })
  expect((await reviewer.call('GET', at(api.reviewDiff, id))).body.code).toBe('upload.gone')
})

test('after an appeal the second reviewer goes on with it, and the first one never decides again', async () => {
  const other = await peopleOf(registry).operator('otto@example.org', 'reviewer')
  const id = await submit('disputed', await packPlugin('disputed', '1.0.0'))
  await until(id, 'in_review')
  await decide(reviewer, id, 'reject')
  await acme.request('POST', at(api.submissionAppeal, id), { reason: 'It is good' })
  expect((await decide(other, id, 'request_changes')).status).toBe(200)
  await submit('disputed', await packPlugin('disputed', '1.0.0'), id)
  await until(id, 'in_review')
  expect((await decide(reviewer, id, 'approve')).status).toBe(403)
  expect((await decide(other, id, 'approve')).status).toBe(200)
  const seen = await until(id, 'published')
  expect(JSON.stringify(seen)).not.toContain('rita@')
  expect(JSON.stringify(seen)).not.toContain('otto@')
  const auditor = await peopleOf(registry).operator('aud@example.org', 'auditor')
  const { history } = (await auditor.call('GET', at(api.submission, id))).body
  expect(history.map(({ by }: { by: string }) => by)).toContain('otto@example.org')
})
