/**
 * The resolver in a made-up world of 5,000 packages with 10 versions each: `npm run bench:resolver`. Prints the table that
 * stands in bench/README.md, and writes it there with `--write`.
 */
import type { PackageDocument } from '@waybill/core/documents'
import { resolve } from '@waybill/core/resolver'
import type { Dependency } from '@waybill/core/manifest'
import { writeTable } from './table.ts'

const packages = 5000
let state = 7
/** The same numbers in every run (a linear congruential generator). */
const random = () => (state = (state * 1103515245 + 12345) % 2 ** 31) / 2 ** 31

const documents = new Map(Array.from({ length: packages }, (_, i) => [`p${i}`, documentOf(i)]))

function documentOf(index: number): PackageDocument {
  const versions = Array.from({ length: 10 }, (_, i) => ({
    version: `${1 + Math.floor(i / 4)}.${i % 4}.0`,
    publishedAt: '2026-01-01T00:00:00Z',
    dependencies: dependenciesOf(index),
    features: i % 3 === 0 ? {} : { default: [] },
    engines: {},
    platforms: {},
    permissions: {},
    configuration: {},
    artifacts: [],
    deltas: [],
  }))
  return {
    schema: 1,
    name: `p${index}`,
    description: '',
    category: '',
    publisher: '',
    keys: [],
    channels: {},
    versions,
  }
}

function dependenciesOf(index: number): Record<string, Dependency> {
  const count = index > packages * 0.9 ? 0 : Math.floor(random() * 3)
  const entries = Array.from({ length: count }, () => {
    const target = Math.min(
      packages - 1,
      index + 1 + Math.floor(random() * random() * (packages - index) * 0.7),
    )
    const major = 1 + Math.floor(random() * 3)
    const requirement = random() < 0.3 ? '*' : random() < 0.7 ? `^${major}.0.0` : `>=${major}.0.0`
    return [`p${target}`, { requirement, optional: false, features: [], defaultFeatures: true }] as [
      string,
      Dependency,
    ]
  })
  return Object.fromEntries(entries)
}

const rows: string[][] = []
for (const roots of [4, 20, 60]) {
  const wishes = Array.from({ length: roots }, (_, i) => ({ name: `p${(i * 97) % 3000}`, requirement: '*' }))
  const times: number[] = []
  let found = 0
  let asked = 0
  for (let run = 0; run < 5; run++) {
    asked = 0
    const before = process.cpuUsage()
    const resolution = await resolve({
      roots: wishes,
      document: async (name) => {
        asked++
        return documents.get(name) as PackageDocument
      },
    })
    const { user, system } = process.cpuUsage(before)
    times.push((user + system) / 1000)
    found = resolution.packages.length
  }
  const median = times.toSorted((a, b) => a - b)[2] ?? 0
  const first = times[0] ?? 0
  rows.push([
    `${roots}`,
    `${found}`,
    `${asked}`,
    `${Math.round(first)} ms`,
    `${Math.round(median)} ms`,
    '< 1,000 ms',
    first < 1000 ? 'met' : '**missed**',
  ])
}
await writeTable(
  'resolver-table',
  [
    'asked for',
    'packages in the answer',
    'documents read',
    'processor time, first run',
    'median of 5',
    'target',
    '',
  ],
  rows,
)
