import { describe, expect, test } from 'vitest'
import { ConflictStrategy, settle } from './index.ts'
import { resolveIn, solveIn, type World } from './world.testing.ts'

describe('the choice', () => {
  const world: World = {
    a: { '1.0.0': { b: '^1.0.0', 'c?': '*' } },
    b: { '1.0.0': {}, '1.4.0': {}, '2.0.0': {}, '2.1.0-beta.1': {} },
    c: { '1.0.0': {} },
  }

  test('takes the newest that fits, dependencies included, optional ones not', async () => {
    expect(await solveIn(world, { a: '*' })).toEqual({ a: '1.0.0', b: '1.4.0' })
  })

  test('goes back on a dependent to save a dependency', async () => {
    const tangled: World = {
      a: { '1.0.0': { c: '^1' }, '2.0.0': { c: '^2' } },
      b: { '1.0.0': { c: '^1' } },
      c: { '1.0.0': {}, '2.0.0': {} },
    }
    expect(await solveIn(tangled, { a: '*', b: '*' })).toEqual({ a: '1.0.0', b: '1.0.0', c: '1.0.0' })
  })

  test.each([
    [ConflictStrategy.PreferLatest, '2.0.0'],
    [ConflictStrategy.PreferLocked, '1.0.0'],
    [ConflictStrategy.PreferStable, '2.0.0'],
    [ConflictStrategy.PreferMinimal, '1.0.0'],
  ])('strategy %s', async (strategy, version) => {
    expect(await solveIn(world, { b: '*' }, { strategy, locked: { b: '1.0.0' } })).toEqual({ b: version })
  })

  test('a locked version gives way when it must, or when it is to be fresh', async () => {
    const locked = { b: '1.0.0' }
    expect(await solveIn(world, { b: '^2' }, { strategy: 'locked', locked })).toEqual({ b: '2.0.0' })
    const fresh = new Set(['b'])
    expect(await solveIn(world, { b: '^1' }, { strategy: 'locked', locked, fresh })).toEqual({ b: '1.4.0' })
  })

  test('pre-releases: only where the requirement names one, or when they are allowed', async () => {
    expect(await solveIn(world, { b: '*' })).toEqual({ b: '2.0.0' })
    expect(await solveIn(world, { b: '>=2.1.0-beta.0' })).toEqual({ b: '2.1.0-beta.1' })
    expect(await solveIn(world, { b: '*' }, { allowPrerelease: true })).toEqual({ b: '2.1.0-beta.1' })
    const either = { b: '2.1.0-beta.1 || ^2' }
    expect(await solveIn(world, either)).toEqual({ b: '2.1.0-beta.1' })
    expect(await solveIn(world, either, { strategy: 'stable' })).toEqual({ b: '2.0.0' })
  })

  test('yanked versions stay only where they are locked', async () => {
    const yanked: World = { a: { '1.0.0': {}, '1.1.0': { is: { yanked: 'bad' } } } }
    expect(await solveIn(yanked, { a: '*' })).toEqual({ a: '1.0.0' })
    const back: World = { a: { '1.0.0': {}, '1.1.0': { is: { yanked: 'bad', unpublished: 'bad' } } } }
    expect(await solveIn(back, { a: '*' }, { locked: { a: '1.1.0' }, strategy: 'locked' })).toEqual({
      a: '1.0.0',
    })
    expect(await solveIn(yanked, { a: '*' }, { locked: { a: '1.1.0' }, strategy: 'locked' })).toEqual({
      a: '1.1.0',
    })
  })

  test('circles, and packages that need themselves', async () => {
    const circle: World = {
      a: { '1.0.0': { b: '*' } },
      b: { '1.0.0': { a: '*' } },
      self: { '1.0.0': { self: '^1' }, '2.0.0': { self: '^1' } },
    }
    expect(await solveIn(circle, { a: '*', self: '*' })).toEqual({ a: '1.0.0', b: '1.0.0', self: '1.0.0' })
  })

  test('an override replaces what everybody asks', async () => {
    const overrides = new Map([['b', '2.0.0']])
    expect(await solveIn(world, { a: '*' }, { overrides })).toEqual({ a: '1.0.0', b: '2.0.0' })
  })

  test('hosts: a version that needs another engine is left out; engines nobody named are not checked', async () => {
    const engines: World = {
      a: { '1.0.0': {}, '2.0.0': { is: { engines: { node: '>=99', other: '>=99' } } } },
    }
    expect(await solveIn(engines, { a: '*' }, { engines: { node: '24.0.0' } })).toEqual({ a: '1.0.0' })
    expect(await solveIn(engines, { a: '*' })).toEqual({ a: '2.0.0' })
  })

  test('platforms: the caller says what cannot run here', async () => {
    const unfit = ({ version }: { version: string }) =>
      version === '2.0.0' ? 'has no artifact here' : undefined
    expect(await solveIn(world, { b: '*' }, { unfit })).toEqual({ b: '1.4.0' })
  })

  test('documents are asked once, and only those that matter', async () => {
    const asked: string[] = []
    const many: World = { ...world, unrelated: { '1.0.0': {} } }
    const { documentsOf } = await import('./world.testing.ts')
    const document = (name: string) => {
      asked.push(name)
      return documentsOf(many)(name)
    }
    await resolveIn(many, { a: '*', b: '*' }, { document })
    expect(asked.sort()).toEqual(['a', 'b'])
  })
})

describe('age', () => {
  const world: World = {
    a: {
      '1.0.0': {},
      '1.1.0': { is: { publishedAt: '2026-11-20T12:00:00Z' } },
      '1.2.0': { is: { publishedAt: '2026-11-21T06:00:00Z' } },
    },
  }
  const age = { minimumMs: 86_400_000, now: new Date('2026-11-21T10:00:00Z') }

  test('young versions are passed over, and it is said which and until when', async () => {
    const { packages, passedOver } = await resolveIn(world, { a: '^1' }, { age })
    expect(packages[0]?.version.version).toBe('1.0.0')
    expect(passedOver.map(({ version, eligibleAt }) => [version, eligibleAt])).toEqual([
      ['1.1.0', '2026-11-21T12:00:00.000Z'],
      ['1.2.0', '2026-11-22T06:00:00.000Z'],
    ])
  })

  test.each([['a'], ['a@1.2.0'], ['publisher:p']])('exempt: %s', async (entry) => {
    expect(await solveIn(world, { a: '^1' }, { age: { ...age, exclude: [entry] } })).toEqual({ a: '1.2.0' })
  })

  test('a fix of an advisory may be exempt; a version that is still affected is not', async () => {
    const advisories = [{ id: 'WB-1', package: 'a', affected: '<1.1.0 || 1.2.0', severity: 'high' as const }]
    const options = { advisories, locked: { a: '1.0.0' } }
    expect(
      await solveIn(world, { a: '^1' }, { ...options, age: { ...age, exemptSecurityFixes: true } }),
    ).toEqual({
      a: '1.1.0',
    })
    expect(await solveIn(world, { a: '^1' }, { ...options, age })).toEqual({ a: '1.0.0' })
  })

  test('nothing old enough: the message says when', async () => {
    await expect(solveIn(world, { a: '1.2.0' }, { age })).rejects.toThrow(/held back until 2026-11-22T06:00Z/)
  })
})

test('advisories: versions at or above the threshold are left out, and it is said', async () => {
  const world: World = { a: { '1.0.0': {}, '2.0.0': {}, '3.0.0': {} } }
  const advisories = [
    { id: 'WB-2', package: 'a', affected: '3.0.0', severity: 'critical' as const },
    { id: 'WB-3', package: 'a', affected: '2.0.0', severity: 'low' as const },
  ]
  const { packages, passedOver } = await resolveIn(world, { a: '*' }, { advisories, auditThreshold: 'high' })
  expect(packages[0]?.version.version).toBe('2.0.0')
  expect(passedOver).toMatchObject([{ version: '3.0.0', reason: expect.stringContaining('WB-2') as string }])
})

test('conflicts are pairs of dependents, and are settled with a reason', async () => {
  const world: World = {
    a: { '1.0.0': { c: '^1.0.0' } },
    b: { '1.0.0': { c: '>=1.0.0 <1.5.0' } },
    c: { '1.0.0': {}, '1.4.0': {}, '1.9.0': {} },
  }
  const resolution = await resolveIn(world, { a: '*', b: '*' })
  const [conflict] = resolution.conflicts()
  expect(conflict).toEqual({
    package: 'c',
    packageA: 'a 1.0.0',
    packageB: 'b 1.0.0',
    requirementA: '^1.0.0',
    requirementB: '>=1.0.0 <1.5.0',
  })
  expect(settle(conflict!, resolution.packages)).toMatchObject({ chosenVersion: '1.4.0' })
  expect(resolution.conflicts()).toHaveLength(1)
})
