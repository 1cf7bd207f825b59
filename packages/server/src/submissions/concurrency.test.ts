import { randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { api } from '@waybill/core/paths'
import { type Browser } from '@waybill/testkit/browser'
import { peopleOf } from '@waybill/testkit/people'
import { packPlugin, type TestPublisher } from '@waybill/testkit/publisher'
import { startTestRegistry, type TestRegistry } from '@waybill/testkit/registry'
import { afterAll, beforeAll, expect, test } from 'vitest'

let registry: TestRegistry
let acme: TestPublisher
let reviewers: Browser[]
let checklist: string[]

beforeAll(async () => {
  const config = join(tmpdir(), `waybill-race-${randomUUID()}.yaml`)
  await writeFile(config, 'review: required\n')
  registry = await startTestRegistry({ config })
  const people = peopleOf(registry)
  acme = await people.publisher('acme')
  reviewers = [
    await people.operator('r1@example.org', 'reviewer'),
    await people.operator('r2@example.org', 'reviewer'),
  ]
  ;({ checklist } = (await reviewers[0]!.call('GET', api.reviewQueue)).body as { checklist: string[] })
})
afterAll(() => registry.remove())

const at = (route: string, id: string) => route.replace(':id', id)

async function submitted(name: string): Promise<string> {
  const { body } = await acme.upload(await packPlugin(name, '1.0.0'))
  const metadata = { name, version: '1.0.0' }
  return (await acme.request('POST', api.submit, { packageId: body.packageId, metadata })).body
    .submissionId as string
}

async function settled(id: string, ...wanted: string[]): Promise<string> {
  for (let tries = 0; tries < 400; tries++) {
    const { status } = (await acme.request('GET', at(api.submission, id))).body as { status: string }
    if (wanted.includes(status)) return status
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  throw new Error(`${id} never became ${wanted.join(' or ')}`)
}

test('of two who decide at once one is refused, and what is withdrawn is not published', async () => {
  const outcomes = new Map<string, number>()
  for (let round = 0; round < 12; round++) {
    const id = await submitted(`race-${round}`)
    await settled(id, 'in_review')
    const decision = (decided: string) => ({ decision: decided, reason: 'because', checklist })
    const answers = await Promise.all([
      reviewers[0]!.call('POST', at(api.reviewDecision, id), decision('approve')),
      reviewers[1]!.call('POST', at(api.reviewDecision, id), decision('reject')),
      round % 2 === 0
        ? acme.request('POST', at(api.submissionWithdrawal, id), { reason: 'no' })
        : Promise.resolve({ status: 0 }),
    ])
    const state = await settled(id, 'published', 'rejected', 'withdrawn')
    const [approved, rejected, withdrawn] = answers.map(({ status }) => status === 200)
    // An approval and a withdrawal can both hold: before the publication the publisher has the last word.
    expect([round, rejected === true && (approved || withdrawn)]).toEqual([round, false])
    if (withdrawn) expect(state).toBe('withdrawn')
    else expect(state).toBe(approved ? 'published' : 'rejected')
    const versions = await registry.query(
      'select from versions join packages on packages.id = package_id where name = $1',
      [`race-${round}`],
    )
    expect(versions.length).toBe(state === 'published' ? 1 : 0)
    const events = await registry.query<{ action: string }>(
      'select action from submission_events where submission_id = $1',
      [id],
    )
    expect(new Set(events.map(({ action }) => action)).size).toBe(events.length)
    outcomes.set(state, (outcomes.get(state) ?? 0) + 1)
  }
  process.stderr.write(`races ended: ${JSON.stringify([...outcomes])}\n`)
})

test('two submissions of one version at once: one is published, the other goes back with the reason', async () => {
  const ids = await Promise.all([submitted('twice'), submitted('twice')])
  for (const id of ids) await settled(id, 'in_review')
  await Promise.all(
    ids.map((id, i) =>
      reviewers[i]!.call('POST', at(api.reviewDecision, id), { decision: 'approve', reason: '', checklist }),
    ),
  )
  const states = await Promise.all(ids.map((id) => settled(id, 'published', 'changes_requested')))
  expect(states.sort()).toEqual(['changes_requested', 'published'])
})

test('a registry stopped in the middle of everything takes it up again', async () => {
  const ids = await Promise.all(Array.from({ length: 6 }, (_, i) => submitted(`stop-${i}`)))
  registry = await registry.restart()
  const again = async (path: string) =>
    (await (
      await fetch(registry.url + path, { headers: { authorization: `Bearer ${acme.token}` } })
    ).json()) as { status: string }
  for (const id of ids)
    for (let tries = 0; ; tries++) {
      if ((await again(at(api.submission, id))).status === 'in_review') break
      if (tries > 400) throw new Error(`${id} was not taken up again`)
      await new Promise((resolve) => setTimeout(resolve, 25))
    }
})
