import { randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { api } from '@waybill/core/paths'
import { type Browser } from '@waybill/testkit/browser'
import { png } from '@waybill/testkit/image'
import { peopleOf } from '@waybill/testkit/people'
import { answer, packPlugin, type TestPublisher } from '@waybill/testkit/publisher'
import { startTestRegistry, type TestRegistry } from '@waybill/testkit/registry'
import { afterAll, beforeAll, expect, test } from 'vitest'

let registry: TestRegistry
let acme: TestPublisher & { browser: Browser }
let reviewer: Browser
let checklist: string[]

beforeAll(async () => {
  const config = join(tmpdir(), `waybill-listing-${randomUUID()}.yaml`)
  await writeFile(config, 'review: required\n')
  registry = await startTestRegistry({ config })
  acme = await peopleOf(registry).publisher('acme')
  reviewer = await peopleOf(registry).operator('rita@example.org', 'reviewer')
  ;({ checklist } = (await reviewer.call('GET', api.reviewQueue)).body as { checklist: string[] })
})
afterAll(() => registry.remove())

const at = (route: string, id: string) => route.replace(':id', id)

async function until(id: string, wanted: string): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if ((await acme.request('GET', at(api.submission, id))).body.status === wanted) return
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  throw new Error(`${id} never became ${wanted}`)
}

async function submit(name: string, version: string, more: object = {}): Promise<string> {
  const { body } = await acme.upload(await packPlugin(name, version))
  const metadata = { name, version, ...more }
  const submitted = await acme.request('POST', api.submit, { packageId: body.packageId, metadata })
  expect(submitted).toMatchObject({ status: 201 })
  await until(submitted.body.submissionId as string, 'in_review')
  return submitted.body.submissionId as string
}

async function approve(id: string): Promise<void> {
  const decision = { decision: 'approve', checklist }
  expect(await reviewer.call('POST', at(api.reviewDecision, id), decision)).toMatchObject({ status: 200 })
  await until(id, 'published')
}

test('a submission that names the price as it is does not undo a price that is set while it waits', async () => {
  await approve(await submit('priced', '1.0.0', { pricing: { type: 'free' } }))
  const id = await submit('priced', '1.0.1', { pricing: { type: 'free' } })
  const paid = { type: 'paid', price: 500, currency: 'eur' }
  const path = api.pricing.replace(':name', 'priced')
  expect(await acme.browser.call('PUT', path, paid)).toMatchObject({ status: 200 })
  await approve(id)
  expect((await acme.browser.call('GET', path)).body.pricing).toEqual(paid)
  const gated = await registry.query<{ version: string; gated: boolean }>(
    `select version, gated from artifacts join versions on versions.id = version_id order by version`,
  )
  expect(gated).toEqual([
    { version: '1.0.0', gated: false },
    { version: '1.0.1', gated: true },
  ])
})

test('an update that names no screenshots keeps those that are shown', async () => {
  const form = new FormData()
  form.set('image', new Blob([new Uint8Array(png(640, 400))]), 'image')
  const headers = { authorization: `Bearer ${acme.token}` }
  const image = await answer(
    await fetch(registry.url + api.screenshots, { method: 'POST', headers, body: form }),
  )
  await approve(await submit('pictured', '1.0.0', { screenshots: [image.body.id] }))
  const shown = async () =>
    (
      await registry.query<{ listing: { screenshots: object[] } }>(
        "select listing from packages where name = 'pictured'",
      )
    )[0]?.listing.screenshots
  const before = await shown()
  expect(before).toHaveLength(1)
  const updated = await acme.update('pictured', await packPlugin('pictured', '1.0.1'), { version: '1.0.1' })
  expect(updated).toMatchObject({ status: 202 })
  await until(updated.body.updateId as string, 'in_review')
  await approve(updated.body.updateId as string)
  expect(await shown()).toEqual(before)
  await approve(await submit('pictured', '1.0.2', { screenshots: [] }))
  expect(await shown()).toEqual([])
})

test('nothing stays of an update call that is refused', async () => {
  await approve(await submit('kept', '1.0.0'))
  const again = await acme.update('kept', await packPlugin('kept', '1.0.0'), { version: '1.0.0' })
  expect(again.body.code).toBe('version.exists')
  const waiting = await registry.query(
    "select from submission_uploads join submissions on upload_id = submission_uploads.id where state = 'uploaded' and bytes is not null",
  )
  expect(waiting).toEqual([])
})
