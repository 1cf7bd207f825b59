import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { api } from '@waybill/core/paths'
import { answer, packPlugin } from '@waybill/testkit/publisher'
import { startTestRegistry, type TestRegistry } from '@waybill/testkit/registry'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { importCatalogue } from '../operate/import-catalogue.ts'

/** What the search tells after something changed elsewhere. */

let registry: TestRegistry
beforeAll(async () => {
  registry = await startTestRegistry()
})
afterAll(() => registry.remove())

const soon = { timeout: 15_000, interval: 200 }
const get = async (path: string) => (await answer(await fetch(registry.url + path))).body
const found = async (q: string) => (await get(`${api.search}?q=${q}`)).results as { description: string }[]
const suggested = (q: string) => get(`${api.suggestions}?q=${q}`)

test('what a catalogue lists is found once it is imported, as it says now', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'waybill-catalogue-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const bring = async (description: string) => {
    const plugin = { id: 'listed-thing', name: 'Listed thing', description, repo: 'somebody/thing' }
    await writeFile(join(folder, 'community-plugins.json'), JSON.stringify([plugin]))
    await importCatalogue({ path: folder, data: registry.data, databaseUrl: registry.databaseUrl })
  }
  for (const description of ['Does one.', 'Does another.']) {
    await bring(description)
    await expect.poll(() => found('listed+thing'), soon).toMatchObject([{ description }])
  }
})

test('nothing is suggested that leads to no package any more', async () => {
  const acme = await registry.publisher('zenith')
  await acme.publish(await packPlugin('vanishing', '1.0.0', 'keywords = ["quicksand"]'))
  await expect.poll(() => suggested('quick'), soon).toMatchObject({ tags: ['quicksand'] })
  expect(await suggested('zenith')).toMatchObject({ publishers: ['zenith'] })
  const yank = api.yank.replace(':name', 'vanishing').replace(':version', '1.0.0')
  expect((await acme.request('PUT', yank, { reason: 'it sank' })).status).toBe(204)
  await expect.poll(() => suggested('vanish'), soon).toMatchObject({ packages: [] })
  expect(await suggested('quick')).toMatchObject({ tags: [] })
  expect(await suggested('zenith')).toMatchObject({ publishers: [] })
})
