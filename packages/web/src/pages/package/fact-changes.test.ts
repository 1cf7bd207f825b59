import { expect, it } from 'vitest'
import { factChanges } from './fact-changes.ts'
import type { VersionView } from './package-data.ts'

const plain: VersionView = {
  version: '1.0.0',
  publishedAt: '2026-01-01T00:00:00Z',
  license: 'MIT',
  dependencies: {},
  features: {},
  platforms: {},
  engines: {},
  permissions: {},
  configuration: {},
  artifacts: [],
}
const needs = (requirement: string) => ({ requirement, optional: false, features: [], defaultFeatures: true })

it('says nothing where nothing changed', () => {
  expect(factChanges(plain, { ...plain, version: '1.1.0', permissions: { network: false } })).toEqual([])
})
it('puts permissions before all else, and names both sides', () => {
  const after = {
    ...plain,
    license: 'Apache-2.0',
    permissions: { network: ['b.example', 'a.example'], filesystem: true },
    dependencies: { a: needs('^2.0.0') },
  }
  expect(factChanges({ ...plain, dependencies: { a: needs('^1.0.0'), b: needs('*') } }, after)).toEqual([
    { kind: 'Permission', name: 'filesystem', before: undefined, after: 'everything' },
    { kind: 'Permission', name: 'network', before: undefined, after: 'a.example, b.example' },
    { kind: 'Dependency', name: 'a', before: '^1.0.0', after: '^2.0.0' },
    { kind: 'Dependency', name: 'b', before: '*', after: undefined },
    { kind: 'Licence', name: '', before: 'MIT', after: 'Apache-2.0' },
  ])
})
it('does not take another order for a change', () => {
  const [a, b] = [
    ['x', 'y'],
    ['y', 'x'],
  ].map((network) => ({ ...plain, permissions: { network } }))
  expect(factChanges(a!, b!)).toEqual([])
})
