import { expect, test } from 'vitest'
import { isWaybillError } from '../errors.ts'
import { resolveIn, type Options, type World } from './world.testing.ts'

/** Unsolvable worlds; the messages are kept, to be read by people. */
const worlds: Record<string, { world: World; roots: Record<string, string>; options?: Options }> = {
  'two dependents that want different versions': {
    world: {
      charts: { '2.1.0': { colors: '^3.0.0' }, '2.0.4': { colors: '^2.0.0' } },
      tables: { '1.4.0': { colors: '^2.0.0' } },
      colors: { '2.0.0': {}, '2.5.1': {}, '3.0.0': {} },
    },
    roots: { charts: '^2.1.0', tables: '^1.0.0' },
  },
  'a version that does not exist': {
    world: { charts: { '1.0.0': {}, '2.1.0': {} } },
    roots: { charts: '^3.0.0' },
  },
  'a package that does not exist': { world: {}, roots: { chrats: '*' } },
  'a dependency that does not exist': {
    world: { charts: { '1.0.0': { canvas: '^1.0.0' } } },
    roots: { charts: '*' },
  },
  'a chain three deep': {
    world: {
      report: { '1.0.0': { charts: '^2.0.0' } },
      charts: { '2.0.0': { canvas: '^4.0.0' }, '2.1.0': { canvas: '^4.1.0' } },
      canvas: { '3.0.0': {}, '4.0.0': { fonts: '^1.0.0' }, '4.1.0': { fonts: '^1.0.0' } },
      fonts: { '1.0.0': {}, '2.0.0': {} },
      editor: { '5.0.0': { fonts: '^2.0.0' } },
    },
    roots: { report: '*', editor: '^5.0.0' },
  },
  'every version is yanked': {
    world: {
      charts: { '1.0.0': { is: { yanked: 'deletes data' } }, '1.0.1': { is: { yanked: 'deletes data' } } },
    },
    roots: { charts: '^1.0.0' },
  },
  'a feature that only old versions have': {
    world: {
      report: { '1.0.0': { 'charts[pdf]': '*', theme: '^2.0.0' } },
      charts: { '1.0.0': { is: { features: { pdf: [] } } }, '2.0.0': {} },
      theme: { '2.0.0': { charts: '^2.0.0' } },
    },
    roots: { report: '*' },
  },
  'a host that is too old': {
    world: { charts: { '1.0.0': { is: { engines: { studio: '>=9.0.0' } } } } },
    roots: { charts: '*' },
    options: { engines: { studio: '8.2.0' } },
  },
  'only versions that are too young': {
    world: { charts: { '1.0.0': { is: { publishedAt: '2026-11-20T08:00:00Z' } } } },
    roots: { charts: '*' },
    options: { age: { minimumMs: 3 * 86_400_000, now: new Date('2026-11-21T08:00:00Z') } },
  },
  'what is installed stands in the way': {
    world: {
      charts: { '2.0.0': { colors: '^2.0.0' }, '3.0.0': { colors: '^3.0.0' } },
      colors: { '2.0.0': {}, '3.0.0': {} },
      tables: { '1.0.0': { colors: '^3.0.0' } },
    },
    roots: { tables: '*', charts: '^2.0.0' },
  },
  'two reasons at once': {
    world: {
      app: { '1.0.0': { left: '*', right: '*' } },
      left: { '1.0.0': { shared: '^1.0.0' }, '1.1.0': { gone: '*' } },
      right: { '1.0.0': { shared: '^2.0.0' }, '1.1.0': { shared: '^2.1.0' } },
      shared: { '1.0.0': {}, '2.0.0': {}, '2.1.0': {} },
    },
    roots: { app: '*' },
  },
}

test.each(Object.entries(worlds))('%s', async (_, { world, roots, options }) => {
  const error = await resolveIn(world, roots, options).catch((thrown: unknown) => thrown)
  if (!isWaybillError(error)) throw new Error('this world must have no solution')
  expect(`${error.code}\n${error.message}\nHint: ${error.hint ?? 'none'}`).toMatchSnapshot()
})
