import { rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { api } from '@waybill/core/paths'
import { lastMail, openBrowser, type Browser } from '@waybill/testkit/browser'
import { peopleOf } from '@waybill/testkit/people'
import { packPlugin, type TestPublisher } from '@waybill/testkit/publisher'
import { startTestRegistry, type TestRegistry } from '@waybill/testkit/registry'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkProgress } from './progress.ts'

const config = join(tmpdir(), `waybill-pages-${process.pid}.yaml`)

let registry: TestRegistry
let people: ReturnType<typeof peopleOf>
let acme: TestPublisher & { browser: Browser }
let rita: Browser
let checklist: string[]

beforeAll(async () => {
  writeFileSync(config, 'review: required\n')
  registry = await startTestRegistry({ config })
  people = peopleOf(registry)
  acme = await people.publisher('acme')
  rita = await people.operator('rita@example.org', 'reviewer')
  await people
    .operator('quiet@example.org', 'reviewer')
    .then((who) => who.call('PUT', api.notifications, { submissions: true, reviews: false, purchases: true }))
  ;({ checklist } = (await rita.call('GET', api.reviewQueue)).body as { checklist: string[] })
})
afterAll(async () => {
  await registry.remove()
  rmSync(config)
})

const at = (route: string, id: string) => route.replace(':id', id)
const plugin = (name: string, version = '1.0.0') =>
  packPlugin(name, version, 'license = "MIT"\n', { LICENSE: 'MIT', 'README.md': '# Hi\n' })
const mail = (to: string, about: string) =>
  lastMail((text, values) => registry.query(text, values), to, about)
const mailsTo = (to: string, about: string) =>
  registry.query('select id from mails where recipient = $1 and subject like $2', [to, `%${about}%`])

async function becomes(id: string, state: string) {
  let body: Record<string, never> = {}
  await expect
    .poll(async () => (body = (await acme.request('GET', at(api.submission, id))).body).status, {
      timeout: 20_000,
    })
    .toBe(state)
  return body as Record<string, unknown>
}

async function queued(name: string, version = '1.0.0'): Promise<string> {
  const upload = await acme.upload(await plugin(name, version))
  const id = upload.body.submissionId as string
  const metadata = { name, version }
  await acme.request('POST', api.submit, { packageId: upload.body.packageId, metadata })
  await becomes(id, 'in_review')
  return id
}

const decide = (id: string, decision: string, reason = 'because') =>
  rita.call('POST', at(api.reviewDecision, id), { decision, reason, checklist })

test('addresses in answers lead to the web’s pages, but that of an upload to the API', async () => {
  const upload = await acme.upload(await plugin('addresses'))
  const { packageId, submissionId: id, uploadUrl } = upload.body as Record<string, string>
  expect(uploadUrl).toBe(registry.url + at(api.submission, id ?? ''))
  const metadata = { name: 'addresses', version: '1.0.0' }
  const submitted = await acme.request('POST', api.submit, { packageId, metadata })
  expect(submitted.body.reviewUrl).toBe(`${registry.url}/dashboard/submissions/${id}`)
})

test('every check is listed from the upload on, with where it stands', async () => {
  const upload = await acme.upload(await plugin('watched'))
  const id = upload.body.submissionId as string
  type Progress = { id: string; state: string }[]
  const before = (await acme.request('GET', at(api.submission, id))).body.progress as Progress
  expect(before.length).toBeGreaterThan(5)
  expect(new Set(before.map(({ state }) => state))).toEqual(new Set(['waiting']))
  await acme.request('POST', api.submit, {
    packageId: upload.body.packageId,
    metadata: { name: 'watched', version: '1.0.0' },
  })
  const after = (await becomes(id, 'in_review')).progress as Progress
  expect(after.map((check) => check.id)).toEqual(before.map((check) => check.id))
  expect(new Set(after.map(({ state }) => state))).toEqual(new Set(['passed']))
})

test('while checks run, those done, the one that runs, and those to come are told apart', () => {
  const result = (id: string, status: 'pass' | 'warn' | 'fail' | 'error') => ({
    id,
    title: id,
    status,
    summary: '',
    evidence: [],
  })
  const results = [result('archive', 'pass'), result('manifest', 'warn'), result('signature', 'error')]
  const states = (...of: Parameters<typeof checkProgress>) => checkProgress(...of).map(({ state }) => state)
  const running = states('validating', results, true)
  expect(running.slice(0, 5)).toEqual(['passed', 'passed', 'failed', 'running', 'waiting'])
  expect(states('validating', [], false)).not.toContain('running')
  expect(states('changes_requested', results, true)).toEqual(['passed', 'passed', 'failed'])
})

test('asking again costs no body while nothing has changed', async () => {
  const id = await queued('polled')
  const ask = (tag?: string) =>
    fetch(registry.url + at(api.submission, id), {
      headers: {
        authorization: `Bearer ${acme.token}`,
        ...(tag === undefined ? {} : { 'if-none-match': tag }),
      },
    })
  const tag = (await ask()).headers.get('etag') ?? ''
  const same = await ask(tag)
  expect([same.status, await same.text()]).toEqual([304, ''])
  expect((await rita.call('POST', at(api.reviewClaim, id))).status).toBe(200)
  expect((await ask(tag)).status).toBe(200)
  const stranger = await fetch(registry.url + at(api.submission, id), { headers: { 'if-none-match': tag } })
  expect(stranger.status).toBe(401)
})

test('reviewers hear of what waits, publishers of what was decided, and nobody who does not want to', async () => {
  const id = await queued('told')
  const review = (await mail('rita@example.org', 'told 1.0.0 waits')).body
  expect(review).toContain(`${registry.url}/review/${id}`)
  expect(review).toContain(`${registry.url}/account/notifications`)
  expect(await mailsTo('quiet@example.org', 'told')).toEqual([])
  expect(await mailsTo('acme@example.org', 'told')).toEqual([])

  await rita.call('POST', at(api.reviewComments, id), { text: 'Why?' })
  expect((await decide(id, 'reject', 'not this')).status).toBe(200)
  const { body } = await mail('acme@example.org', 'told 1.0.0 was rejected')
  expect(body).toContain('not this')
  expect(body).toContain('Comments on it: 1.')
  expect(body).toContain(`${registry.url}/dashboard/submissions/${id}`)
  expect(body).toContain(`${registry.url}/account/notifications`)

  const wishes = { submissions: false, reviews: true, purchases: true }
  await acme.browser.call('PUT', api.notifications, wishes)
  const silent = await queued('silent')
  await decide(silent, 'reject')
  await becomes(silent, 'rejected')
  expect(await mailsTo('acme@example.org', 'silent')).toEqual([])
  await acme.browser.call('POST', api.tokens, { name: 'still told' })
  expect((await mail('acme@example.org', 'change of your account')).body).toContain('still told')
  await acme.browser.call('PUT', api.notifications, { ...wishes, submissions: true })
})

test('a publisher sees its packages with downloads and the last submission of each; others see theirs', async () => {
  const first = await queued('mine')
  await decide(first, 'approve')
  await becomes(first, 'published')
  const second = await queued('mine', '1.1.0')
  await registry.query(
    `insert into download_counts select id, '1.0.0', current_date - n, 5 from packages, generate_series(0, 1) n where name = 'mine'`,
  )
  await registry.query(
    `with listed as (insert into packages (name, look_alike, publisher_id, created_at)
        select 'only-listed', 'only-listed', id, now() from publishers where name = 'acme' returning id)
      insert into catalogue_entries (package_id, source, title, description, category, imported_at)
        select id, 'elsewhere', 'Listed', '', 'community/verified', now() from listed`,
  )
  const mine = async (who: Browser, query = '') =>
    (await who.call('GET', api.accountPackages + query)).body.packages as { name: string }[]
  expect(await mine(acme.browser)).toEqual([
    {
      name: 'mine',
      publisher: 'acme',
      category: 'community/experimental',
      newest: '1.0.0',
      updatedAt: expect.any(String) as string,
      versions: 1,
      downloads: 10,
      submission: { id: second, state: 'in_review' },
      gated: false,
      listedOnly: false,
    },
    expect.objectContaining({ name: 'only-listed', newest: null, listedOnly: true, submission: null }),
  ])
  const { token } = (await acme.browser.call('POST', api.tokens, { name: 'some', packages: ['only-*'] })).body
  const limited = await openBrowser(registry.url).call('GET', api.accountPackages, undefined, {
    authorization: `Bearer ${token as string}`,
  })
  expect((limited.body.packages as { name: string }[]).map(({ name }) => name)).toEqual(['only-listed'])
  expect(await mine(acme.browser, '?publisher=rival')).toEqual([])
  expect(await mine(rita, '?publisher=acme')).toEqual([])
  expect((await openBrowser(registry.url).call('GET', api.accountPackages)).status).toBe(401)
})
