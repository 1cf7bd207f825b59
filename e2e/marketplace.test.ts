import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  addRegistry,
  MarketplacePublisher,
  openHome,
  Registry,
  type MarketplaceMetadata,
} from '@waybill/client'
import { api } from '@waybill/core/paths'
import { type Browser } from '@waybill/testkit/browser'
import { png } from '@waybill/testkit/image'
import { peopleOf } from '@waybill/testkit/people'
import { packPlugin, type TestPublisher } from '@waybill/testkit/publisher'
import { startTestRegistry, type TestRegistry } from '@waybill/testkit/registry'
import { afterAll, beforeAll, expect, test } from 'vitest'

/** The seed's four calls, items 14 to 25, against a real registry with review. */

let registry: TestRegistry
let folder: string
let acme: TestPublisher
let reviewer: Browser
let publisher: MarketplacePublisher
const lines: string[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'waybill-marketplace-'))
  await writeFile(join(folder, 'config.yaml'), 'review: required\nlistings: { intervalSeconds: 0 }\n')
  registry = await startTestRegistry({ config: join(folder, 'config.yaml') })
  const people = peopleOf(registry)
  acme = await people.publisher('acme')
  reviewer = await people.operator('rita@example.org', 'reviewer')
  const key = join(folder, 'key.pem')
  await writeFile(key, acme.privatePem)
  publisher = new MarketplacePublisher(acme.token, {
    registry: registry.url,
    key,
    log: (line) => lines.push(line),
  })
})
afterAll(async () => {
  await registry.remove()
  await rm(folder, { recursive: true, force: true })
})

async function plugin(name: string, version: string): Promise<string> {
  const file = join(folder, `${name}-${version}.zip`)
  await writeFile(file, await packPlugin(name, version, '', {}, 'zip'))
  return file
}

const metadata = (name: string, version = '1.0.0'): MarketplaceMetadata => ({
  name,
  description: 'Does things',
  version,
  category: 'community/experimental',
  tags: ['handy'],
  pricing: { type: 'free' },
  screenshots: [],
  documentation: 'https://docs.example',
})

async function approve(id: string): Promise<void> {
  for (let tries = 0; (await publisher.getSubmissionStatus(id)).status !== 'in_review'; tries++) {
    if (tries > 200) throw new Error('it never came into review')
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  const { checklist } = (await reviewer.call('GET', api.reviewQueue)).body
  await reviewer.call('POST', api.reviewDecision.replace(':id', id), { decision: 'approve', checklist })
  for (let tries = 0; (await publisher.getSubmissionStatus(id)).status !== 'published'; tries++) {
    if (tries > 200) throw new Error('it was never published')
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

test('publishPlugin, getSubmissionStatus, updatePlugin: with the seed’s fields, from file to published', async () => {
  const shot = join(folder, 'shot.png')
  await writeFile(shot, png(640, 400))
  const published = await publisher.publishPlugin(await plugin('things', '1.0.0'), {
    ...metadata('things'),
    screenshots: [shot],
  })
  expect(published).toEqual({
    success: true,
    submissionId: expect.stringMatching(/^sub_/) as string,
    reviewUrl: expect.stringContaining(registry.url) as string,
    estimatedReviewTime: 'unknown',
  })
  expect(lines).toEqual(['🚀 Publishing plugin to marketplace...'])
  const id = published.submissionId ?? ''
  expect(Object.keys(await publisher.getSubmissionStatus(id)).sort()).toEqual([
    'estimatedCompletion',
    'feedback',
    'id',
    'reviewProgress',
    'status',
  ])
  await approve(id)
  expect(await publisher.getSubmissionStatus(id)).toMatchObject({
    id,
    status: 'published',
    reviewProgress: 100,
  })
  const [row] = await registry.query<{ listing: { screenshots: { path: string; width: number }[] } }>(
    "select listing from packages where name = 'things'",
  )
  const image = row?.listing.screenshots[0]
  expect(image).toMatchObject({ width: 640 })
  const served = await fetch(`${registry.url}/${image?.path}`)
  expect(served.status).toBe(200)
  expect(served.headers.get('content-type')).toBe('image/webp')

  const home = await openHome({ path: join(folder, 'home') })
  await addRegistry(home, registry.url, { fingerprint: registry.fingerprint })
  for (let tries = 0; ; tries++) {
    const found = await (await Registry.open(home)).search('handy').execute()
    if (found.some(({ name }) => name === 'things')) break
    if (tries > 100) throw new Error('a tag of the listing finds nothing')
    await new Promise((resolve) => setTimeout(resolve, 50))
  }

  const update = { version: '1.1.0', releaseNotes: 'More things', breaking: false }
  const updated = await publisher.updatePlugin('things', await plugin('things', '1.1.0'), update)
  expect(updated).toEqual({
    success: true,
    updateId: expect.stringMatching(/^sub_/) as string,
    version: '1.1.0',
  })
  await approve(updated.updateId ?? '')
  const [version] = await registry.query<{ release_notes: string }>(
    "select release_notes from versions where version = '1.1.0'",
  )
  expect(version?.release_notes).toBe('More things')
})

test('what goes wrong comes back as errors, in the seed’s words', async () => {
  const file = await plugin('wrong', '1.0.0')
  expect(await publisher.publishPlugin(file, metadata('other'))).toEqual({
    success: false,
    errors: ['The plugin’s name is “wrong”, the metadata say “other”.'],
  })
  expect(await publisher.publishPlugin(join(folder, 'none.zip'), metadata('none'))).toMatchObject({
    success: false,
  })
  const stranger = new MarketplacePublisher('wb_nonsense', {
    registry: registry.url,
    key: join(folder, 'key.pem'),
    log: () => undefined,
  })
  expect((await stranger.publishPlugin(file, metadata('wrong'))).errors?.[0]).toMatch(
    /^Upload failed: The token/,
  )
  const keyless = new MarketplacePublisher(acme.token, {
    registry: registry.url,
    key: join(folder, 'no.pem'),
    log: () => undefined,
  })
  expect((await keyless.publishPlugin(file, metadata('wrong'))).errors?.[0]).toMatch(
    /^Upload failed: There is no key/,
  )
  expect(
    (await publisher.publishPlugin(file, { ...metadata('wrong'), tags: Array<string>(30).fill('x') }))
      .errors?.[0],
  ).toMatch(/^Submission failed: body\.metadata\.tags/)
  const update = { version: '9.9.9', releaseNotes: '', breaking: true }
  expect((await publisher.updatePlugin('nothing-such', file, update)).errors?.[0]).toMatch(
    /^Update failed: There is no package/,
  )
  await expect(publisher.getSubmissionStatus('sub_none')).rejects.toMatchObject({
    code: 'submission.not_found',
  })
})

test('every call needs the api key', async () => {
  for (const [method, path] of [
    ['POST', api.upload],
    ['POST', api.submit],
    ['GET', api.submission.replace(':id', 'x')],
    ['PUT', api.plugin.replace(':name', 'x')],
  ] as const)
    expect([path, (await fetch(registry.url + path, { method })).status]).toEqual([path, 401])
})
