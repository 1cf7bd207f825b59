import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { tmpdir } from 'node:os'
import { randomUUID } from 'node:crypto'
import { api } from '@waybill/core/paths'
import { type Browser } from '@waybill/testkit/browser'
import { peopleOf } from '@waybill/testkit/people'
import { packPlugin, type TestPublisher } from '@waybill/testkit/publisher'
import { startTestRegistry, type TestRegistry } from '@waybill/testkit/registry'
import { afterAll, beforeAll, expect, test } from 'vitest'

let registry: TestRegistry
let people: ReturnType<typeof peopleOf>
let acme: TestPublisher & { browser: Browser }
let reviewer: Browser
let checklist: string[]

beforeAll(async () => {
  const config = join(tmpdir(), `waybill-review-${randomUUID()}.yaml`)
  await writeFile(config, 'review: required\n')
  registry = await startTestRegistry({ config })
  people = peopleOf(registry)
  acme = await people.publisher('acme')
  reviewer = await people.operator('rita@example.org', 'reviewer')
  ;({ checklist } = (await reviewer.call('GET', api.reviewQueue)).body as { checklist: string[] })
})
afterAll(() => registry.remove())

const at = (route: string, id: string) => route.replace(':id', id)
const plugin = (name: string, version = '1.0.0', extra = '', files: Record<string, string> = {}) =>
  packPlugin(name, version, `license = "MIT"\n${extra}`, { LICENSE: 'MIT', 'README.md': '# Hi\n', ...files })

async function submit(
  who: TestPublisher,
  artifact: Uint8Array,
  metadata: Record<string, unknown>,
  revise?: string,
) {
  const upload = await who.upload(artifact, revise === undefined ? {} : { submission: revise })
  expect(upload).toMatchObject({ status: 201 })
  return who.request('POST', api.submit, { packageId: upload.body.packageId, metadata })
}

async function until(who: TestPublisher, id: string, ...wanted: string[]) {
  let last: unknown
  for (let tries = 0; tries < 100; tries++) {
    const { body } = await who.request('GET', at(api.submission, id))
    if (wanted.includes(body.status as string)) return body
    last = body
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`${id} never became ${wanted.join(' or ')}: ${JSON.stringify(last)}`)
}

async function queued(who: TestPublisher, name: string, version = '1.0.0') {
  const { body } = await submit(who, await plugin(name, version), { name, version })
  await until(who, body.submissionId as string, 'in_review')
  return body.submissionId as string
}

const decide = (who: Browser, id: string, decision: string, reason = 'because') =>
  who.call('POST', at(api.reviewDecision, id), { decision, reason, checklist })

test('from an upload through a reviewer’s comment and a revision to a package that can be read', async () => {
  expect((await acme.publish(await plugin('tidy'))).body.code).toBe('review.required')
  const metadata = {
    name: 'tidy',
    version: '1.0.0',
    description: 'Tidies',
    tags: ['tidy'],
    documentation: 'https://x.example',
  }
  const submitted = await submit(acme, await plugin('tidy'), metadata)
  expect(submitted).toMatchObject({ status: 201, body: { estimatedReviewTime: 'unknown' } })
  const id = submitted.body.submissionId as string
  const waiting = await until(acme, id, 'in_review')
  expect(waiting).toMatchObject({
    place: 1,
    estimatedCompletion: 'unknown',
    next: expect.stringContaining('withdraw') as string,
  })
  expect(waiting.checks.find((check: { id: string }) => check.id === 'signature').status).toBe('pass')

  const { submissions } = (await reviewer.call('GET', `${api.reviewQueue}?kind=new&claim=free`)).body
  expect(submissions).toMatchObject([{ id, name: 'tidy', publisher: 'acme', kind: 'new' }])
  expect((await reviewer.call('POST', at(api.reviewClaim, id))).status).toBe(200)
  expect((await until(acme, id, 'in_review')).inReview).toBe(true)
  const { files } = (await reviewer.call('GET', at(api.reviewDiff, id))).body
  expect(files.map((file: { path: string }) => file.path)).toContain('index.js')
  const { hunks } = (await reviewer.call('GET', `${at(api.reviewDiff, id)}?file=index.js`)).body
  expect(hunks[0].lines).toContain("+export const name = 'tidy'")
  const note = { text: 'Say what this is', file: 'index.js', line: 1 }
  expect((await reviewer.call('POST', at(api.reviewComments, id), note)).status).toBe(201)
  expect((await decide(reviewer, id, 'request_changes', 'One thing')).status).toBe(200)

  const sentBack = await until(acme, id, 'changes_requested')
  expect(sentBack.feedback).toMatchObject([
    { text: 'One thing', from: 'reviewer' },
    { ...note, from: 'reviewer', revision: 1 },
  ])
  await submit(acme, await plugin('tidy', '1.0.0', '', { 'index.js': '// tidies\n' }), metadata, id)
  await until(acme, id, 'in_review')
  expect((await decide(reviewer, id, 'approve')).status).toBe(200)
  const published = await until(acme, id, 'published')
  expect(published.history.map(({ action }: { action: string }) => action)).toEqual([
    'upload',
    'submit',
    'queue',
    'requestChanges',
    'upload',
    'submit',
    'queue',
    'approve',
    'publish',
  ])
  const listing = await registry.query<{ listing: object }>(
    "select listing from packages where name = 'tidy'",
  )
  expect(listing[0]?.listing).toMatchObject({ tags: ['tidy'], documentation: 'https://x.example' })
  expect(
    (await registry.query('select from submission_uploads where upload is not null or bytes is not null'))
      .length,
  ).toBe(0)
})

test('an update is compared with what is published, permissions first', async () => {
  const id = await queued(acme, 'grows')
  await decide(reviewer, id, 'approve')
  await until(acme, id, 'published')
  const next = await plugin('grows', '1.1.0', '\n[permissions]\nnetwork = ["https://x.example"]\n', {
    'index.js': "export const name = 'grows'\nexport const more = () => fetch('https://x.example/a')\n",
  })
  const { body } = await submit(acme, next, { name: 'grows', version: '1.1.0' })
  await until(acme, body.submissionId as string, 'in_review')
  const diff = (await reviewer.call('GET', at(api.reviewDiff, body.submissionId as string))).body
  expect(diff).toMatchObject({
    against: '1.0.0',
    permissions: [{ permission: 'network', change: 'added', after: ['https://x.example'] }],
  })
  expect(diff.files.map(({ path, change }: { path: string; change: string }) => `${change} ${path}`)).toEqual(
    ['changed index.js', 'changed plugin.toml'],
  )
})

test('what fails the checks goes back with the reasons and lines', async () => {
  const bad = await plugin('sneaky', '1.0.0', '', {
    'index.js': "import { exec } from 'node:child_process'\nexec('ls')\n",
  })
  const { body } = await submit(acme, bad, { name: 'sneaky', version: '1.0.0' })
  const back = await until(acme, body.submissionId as string, 'changes_requested')
  const permissions = back.checks.find((check: { id: string }) => check.id === 'permissions')
  expect(permissions.status).toBe('fail')
  expect(permissions.evidence[0]).toMatchObject({ file: 'index.js', line: 1 })
  expect(back.feedback[0].text).toContain(permissions.title)
  const unsigned = await acme.upload(await plugin('unsigned'), { keyId: '', signature: '' })
  const second = await acme.request('POST', api.submit, {
    packageId: unsigned.body.packageId,
    metadata: { name: 'unsigned', version: '1.0.0' },
  })
  const failed = await until(acme, second.body.submissionId as string, 'changes_requested')
  expect(failed.checks.find((check: { id: string }) => check.id === 'signature').status).toBe('fail')
  const other = await submit(acme, await plugin('named'), { name: 'other-name', version: '1.0.0' })
  await until(acme, other.body.submissionId as string, 'changes_requested')
})

test('nobody reviews their own, decides without a claim that another has, or approves without the checklist', async () => {
  const id = await queued(acme, 'own')
  await registry.query(
    `insert into operators select id, 'reviewer', now() from auth."user" where email = 'acme@example.org'`,
  )
  expect((await decide(acme.browser, id, 'approve')).body.detail).toContain('no one reviews their own')
  await registry.query(
    `delete from operators where user_id = (select id from auth."user" where email = 'acme@example.org')`,
  )
  const second = await people.operator('sam@example.org', 'reviewer')
  expect((await reviewer.call('POST', at(api.reviewClaim, id))).status).toBe(200)
  expect((await decide(second, id, 'approve')).body.code).toBe('submission.claimed')
  expect((await second.call('DELETE', at(api.reviewClaim, id))).status).toBe(409)
  await registry.query("update submissions set claimed_until = now() - interval '1 second' where id = $1", [
    id,
  ])
  expect((await second.call('POST', at(api.reviewClaim, id))).status).toBe(200)
  const bare = await second.call('POST', at(api.reviewDecision, id), { decision: 'approve' })
  expect(bare.body.details.open).toEqual(checklist)
  expect(
    (await second.call('POST', at(api.reviewDecision, id), { decision: 'reject' })).body.detail,
  ).toContain('why')
  const auditor = await people.operator('aud@example.org', 'auditor')
  expect((await auditor.call('GET', at(api.reviewDiff, id))).status).toBe(200)
  expect((await decide(auditor, id, 'approve')).status).toBe(403)
  expect((await decide(second, id, 'reject', 'No')).status).toBe(200)
})

test('a rejection can be appealed once, and another reviewer decides', async () => {
  const id = await queued(acme, 'appealed')
  await decide(reviewer, id, 'reject', 'Not good')
  expect((await until(acme, id, 'rejected')).next).toContain('appeal')
  expect((await acme.request('POST', at(api.submissionAppeal, id), { reason: 'It is' })).status).toBe(200)
  expect((await decide(reviewer, id, 'approve')).body.detail).toContain('before the appeal')
  const other = await people.operator('otto@example.org', 'reviewer')
  expect((await other.call('GET', `${api.reviewQueue}?kind=appeal`)).body.submissions).toMatchObject([{ id }])
  await decide(other, id, 'reject', 'Still not')
  await until(acme, id, 'rejected')
  expect((await acme.request('POST', at(api.submissionAppeal, id), { reason: 'Again' })).body.code).toBe(
    'submission.wrong_state',
  )
})

test('a submission of another publisher looks as if it were not there', async () => {
  const id = await queued(acme, 'private')
  const rival = await people.publisher('rival')
  for (const [method, path, body] of [
    ['GET', at(api.submission, id), undefined],
    ['POST', at(api.submissionWithdrawal, id), { reason: 'x' }],
    ['POST', at(api.submissionAppeal, id), { reason: 'x' }],
  ] as const) {
    const refused = await rival.request(method, path, body)
    const missing = await rival.request(method, path.replace(id, 'sub_none'), body)
    expect([path, refused.status]).toEqual([path, 404])
    expect(JSON.stringify(refused.body).replaceAll(id, '')).toBe(
      JSON.stringify(missing.body).replaceAll('sub_none', ''),
    )
  }
  const own = await acme.upload(await plugin('private2'))
  const stolen = await rival.request('POST', api.submit, {
    packageId: own.body.packageId,
    metadata: { name: 'private2', version: '1.0.0' },
  })
  expect(stolen.status).toBe(404)
  expect((await rival.upload(await plugin('x'), { submission: id })).status).toBe(404)
  expect((await rival.request('GET', api.submissions)).body.submissions).toEqual([])
})

test('the seed’s update call publishes through the same review', async () => {
  const id = await queued(acme, 'updated')
  await decide(reviewer, id, 'approve')
  await until(acme, id, 'published')
  const form = { version: '1.0.1', releaseNotes: 'Fixes', breaking: 'false' }
  const artifact = await plugin('updated', '1.0.1')
  expect((await acme.update('nothing-such', artifact, form)).body.code).toBe('package.not_found')
  expect((await acme.update('updated', artifact, { ...form, version: '9.9.9' })).body.code).toBe(
    'submission.mismatch',
  )
  const rival = await people.publisher('rival2')
  expect((await rival.update('updated', artifact, form)).status).toBe(403)
})
