import { describe, expect, test } from 'vitest'
import type { PackageDocument } from '../documents.ts'
import { WaybillError } from '../errors.ts'
import { satisfies } from '../versions.ts'
import { resolve, type Requirement } from './index.ts'

type World = Record<string, Record<string, Record<string, string>>>

function documentsOf(world: World, yanked: string[] = []) {
  return async (name: string): Promise<PackageDocument> => {
    const versions = world[name]
    if (!versions) throw new WaybillError('package.not_found', `no ${name}`)
    return {
      schema: 1,
      name,
      description: '',
      category: 'x',
      publisher: 'p',
      keys: [],
      channels: {},
      versions: Object.entries(versions).map(([version, dependencies]) => ({
        version,
        publishedAt: '2026-01-01T00:00:00Z',
        ...(yanked.includes(`${name}@${version}`)
          ? { yanked: { at: '2026-01-01T00:00:00Z', reason: 'bad' } }
          : {}),
        dependencies: Object.fromEntries(
          Object.entries(dependencies).map(([key, requirement]) => [
            key.replace('?', ''),
            { requirement, optional: key.endsWith('?'), features: [], defaultFeatures: true },
          ]),
        ),
        features: {},
        platforms: {},
        engines: {},
        permissions: {},
        configuration: {},
        artifacts: [],
        deltas: [],
      })),
    }
  }
}

async function solve(
  world: World,
  roots: Record<string, string>,
  options: { yanked?: string[]; locked?: Record<string, string> } = {},
) {
  const wishes: Requirement[] = Object.entries(roots).map(([name, requirement]) => ({ name, requirement }))
  const { packages } = await resolve({
    roots: wishes,
    document: documentsOf(world, options.yanked),
    locked: new Map(Object.entries(options.locked ?? {})),
  })
  return Object.fromEntries(packages.map((entry) => [entry.name, entry.version.version]))
}

describe('the newest-match choice', () => {
  test('takes the newest that fits, dependencies included, optional ones not', async () => {
    const world = {
      a: { '1.0.0': { b: '^1.0.0', 'c?': '*' } },
      b: { '1.0.0': {}, '1.4.0': {}, '2.0.0': {} },
      c: { '1.0.0': {} },
    }
    expect(await solve(world, { a: '*' })).toEqual({ a: '1.0.0', b: '1.4.0' })
  })

  test('chooses again when a later requirement rules a choice out', async () => {
    const world = {
      a: { '1.0.0': { b: '*', c: '*' } },
      c: { '1.0.0': { d: '*' } },
      d: { '1.0.0': { b: '^1.0.0' } },
      b: { '1.0.0': {}, '2.0.0': {} },
    }
    expect(await solve(world, { a: '*' })).toMatchObject({ b: '1.0.0' })
  })

  test('prefers releases, and takes a pre-release only when asked', async () => {
    const world = { a: { '1.0.0': {}, '2.0.0-beta.1': {} } }
    expect(await solve(world, { a: '*' })).toEqual({ a: '1.0.0' })
    expect(await solve(world, { a: '2.0.0-beta.1' })).toEqual({ a: '2.0.0-beta.1' })
  })

  test('leaves yanked versions out unless locked', async () => {
    const world = { a: { '1.0.0': {}, '1.1.0': {} } }
    expect(await solve(world, { a: '*' }, { yanked: ['a@1.1.0'] })).toEqual({ a: '1.0.0' })
    expect(await solve(world, { a: '*' }, { yanked: ['a@1.1.0'], locked: { a: '1.1.0' } })).toEqual({
      a: '1.1.0',
    })
    await expect(solve(world, { a: '1.1.0' }, { yanked: ['a@1.1.0'] })).rejects.toMatchObject({
      code: 'resolve.not_found',
      message: expect.stringContaining('yanked: bad') as string,
    })
  })

  test('copes with circles', async () => {
    const world = { a: { '1.0.0': { b: '*' } }, b: { '1.0.0': { a: '*' } } }
    expect(await solve(world, { a: '*' })).toEqual({ a: '1.0.0', b: '1.0.0' })
  })

  test('names both sides of a conflict, and who needs what is missing', async () => {
    const world = {
      a: { '1.0.0': { c: '^1.0.0' } },
      b: { '1.0.0': { c: '^2.0.0' } },
      c: { '1.0.0': {}, '2.0.0': {} },
      d: { '1.0.0': { gone: '*' } },
    }
    await expect(solve(world, { a: '*', b: '*' })).rejects.toMatchObject({
      code: 'resolve.conflict',
      exit: 4,
      message: expect.stringMatching(/a 1\.0\.0 needs \^1\.0\.0; b 1\.0\.0 needs \^2\.0\.0/) as string,
    })
    await expect(solve(world, { d: '*' })).rejects.toMatchObject({
      code: 'resolve.not_found',
      message: expect.stringContaining('d 1.0.0 needs gone') as string,
    })
    await expect(solve(world, { a: '^9' })).rejects.toMatchObject({
      code: 'resolve.not_found',
      hint: expect.stringContaining('1.0.0') as string,
    })
    await expect(solve(world, { nowhere: '*' })).rejects.toMatchObject({ code: 'resolve.not_found', exit: 4 })
  })

  test('what it returns satisfies everything that its packages ask for', async () => {
    const world: World = {}
    for (let i = 0; i < 30; i++) {
      world[`p${i}`] = Object.fromEntries(
        [1, 2, 3].map((major) => [
          `${major}.0.0`,
          i < 27 ? { [`p${i + 1}`]: `>=${((i + major) % 2) + 1}`, [`p${i + 3}`]: '*' } : {},
        ]),
      )
    }
    const chosen = await solve(world, { p0: '*', p5: '<3' })
    for (const [name, version] of Object.entries(chosen)) {
      for (const [dependency, requirement] of Object.entries(world[name]?.[version] ?? {})) {
        expect(satisfies(chosen[dependency] ?? '', requirement)).toBe(true)
      }
    }
  })
})
