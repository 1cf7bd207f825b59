import { api } from '@waybill/core/paths'
import { startTestRegistry, type TestRegistry } from '@waybill/testkit/registry'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase } from '../platform/database/index.ts'
import { refreshSearch } from './refresh.ts'
import type { SearchAnswer } from './shapes.ts'
import { hasRealPlugins, loadCatalogue, readRealPlugins, realPlugins } from './test/catalogue.ts'
import { queries } from './test/queries.ts'

// Their licence does not let the data into the repository; the project's own machines have it beside the check-out.
const withPlugins = test.skipIf(!hasRealPlugins)
if (!hasRealPlugins) process.stderr.write(`skipped: there are no real plugins at ${realPlugins}\n`)

let registry: TestRegistry
beforeAll(async () => {
  registry = await startTestRegistry()
  if (!hasRealPlugins) return
  await loadCatalogue((text, values) => registry.query(text, values), readRealPlugins())
  const database = openDatabase(registry.databaseUrl, () => undefined)
  await refreshSearch(database, 'all')
  await database.destroy()
})
afterAll(() => registry.remove())

async function search(query: string): Promise<SearchAnswer> {
  const response = await fetch(`${registry.url}${api.search}?${query}`)
  expect(response.status, query).toBe(200)
  return (await response.json()) as SearchAnswer
}

withPlugins('the kept queries find the expected plugin among the first three', async () => {
  const missed: string[] = []
  for (const [query, expected] of queries) {
    const { results } = await search(`q=${encodeURIComponent(query)}&limit=10`)
    const names = results.map(({ name }) => name)
    if (!names.slice(0, 3).includes(expected))
      missed.push(`${query}: ${expected} is not in ${names.join(', ')}`)
  }
  expect(missed).toEqual([])
  expect(queries).toHaveLength(40)
})

withPlugins('a misspelt word is corrected, and the answer says so', async () => {
  const { corrected, results } = await search('q=exclaidraw')
  expect(corrected).toBe('excalidraw')
  expect(results[0]?.name).toBe('obsidian-excalidraw-plugin')
})

withPlugins('the beginning of a word suggests what it may become', async () => {
  const response = await fetch(`${registry.url}${api.suggestions}?q=excal`)
  const { packages } = (await response.json()) as { packages: { title: string }[] }
  expect(packages[0]?.title).toBe('Excalidraw')
})
