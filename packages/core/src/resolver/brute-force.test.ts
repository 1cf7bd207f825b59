import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isWaybillError } from '../errors.ts'
import { satisfies } from '../versions.ts'
import { activation, knownFeatures } from './features.ts'
import type { PackageVersion } from '../documents.ts'
import type { Requirement } from './request.ts'
import { documentsOf, resolveIn, type World, type WorldVersion } from './world.testing.ts'

const names = ['a', 'b', 'c', 'd'] as const
const versions = ['1.0.0', '1.1.0', '2.0.0']
const requirements = ['*', '^1', '^2', '1.0.0', '>=1.1.0', '<1.1.0', '^3']
const features = ['x', 'y']

const requirement = fc.oneof({ weight: 3, arbitrary: fc.constant('*') }, fc.constantFrom(...requirements))
const wished = fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...names) }, fc.constant('missing'))
const wanted = fc.oneof({ weight: 2, arbitrary: fc.constant<string[]>([]) }, fc.subarray(features))
const versionArbitrary: fc.Arbitrary<{ is: WorldVersion }> = fc
  .record({
    dependencies: fc.dictionary(
      wished,
      fc.record({ requirement, optional: fc.boolean(), features: wanted, bare: fc.boolean() }),
      { maxKeys: 3 },
    ),
    features: fc.dictionary(
      fc.constantFrom(...features, 'default'),
      fc.array(fc.constantFrom('x', 'y', 'b', 'c', 'b/x', 'c/y', 'leaf'), { maxLength: 2 }),
      { maxKeys: 3 },
    ),
    yanked: fc.boolean(),
  })
  .map(({ dependencies, features: declared, yanked }) => ({
    is: {
      needs: Object.fromEntries(
        Object.entries(dependencies).map(([name, each]) => [
          `${name}[${[...each.features, ...(each.bare ? ['-'] : [])].join(',')}]${each.optional ? '?' : ''}`,
          each.requirement,
        ]),
      ),
      features: declared,
      ...(yanked && Object.keys(dependencies).length === 0 ? { yanked: 'bad' } : {}),
    },
  }))
const worldArbitrary: fc.Arbitrary<World> = fc.record(
  Object.fromEntries(
    names.map((name) => [
      name,
      fc.dictionary(fc.constantFrom(...versions), versionArbitrary, { minKeys: 1, maxKeys: 3 }),
    ]),
  ),
)
const rootsArbitrary: fc.Arbitrary<Requirement[]> = fc.uniqueArray(
  fc.record({ name: fc.constantFrom(...names), requirement, features: wanted }),
  { minLength: 1, maxLength: 3, selector: ({ name }) => name },
)

/** Versions of what is chosen, or nothing for what is not. */
type Choice = ReadonlyMap<string, PackageVersion>

/** The features that are on in a choice: the least set that everything asked for needs; undefined if something is unmet. */
function check(choice: Choice, roots: readonly Requirement[]): Map<string, Set<string>> | undefined {
  const on = new Map<string, Set<string>>([...choice.keys()].map((name) => [name, new Set()]))
  const open: [string, string][] = []
  const ask = (name: string, asked: string, wishes: readonly string[], defaults: boolean): boolean => {
    const version = choice.get(name)
    if (!version || version.yanked || !satisfies(version.version, asked)) return false
    const all = [...(defaults && Object.hasOwn(version.features, 'default') ? ['default'] : []), ...wishes]
    return all.every((feature) => turnOn(name, feature))
  }
  const turnOn = (name: string, feature: string): boolean => {
    const version = choice.get(name)
    if (!version || !knownFeatures(version).has(feature)) return false
    if (!on.get(name)?.has(feature)) {
      on.get(name)?.add(feature)
      open.push([name, feature])
    }
    return true
  }
  const need = (version: PackageVersion, name: string): boolean => {
    const dependency = version.dependencies[name]
    return !dependency || ask(name, dependency.requirement, dependency.features, dependency.defaultFeatures)
  }
  for (const root of roots)
    if (!ask(root.name, root.requirement, root.features ?? [], root.defaultFeatures ?? true)) return undefined
  for (const version of choice.values())
    for (const [name, { optional }] of Object.entries(version.dependencies))
      if (!optional && !need(version, name)) return undefined
  for (let next = open.pop(); next; next = open.pop()) {
    const [name, feature] = next
    const version = choice.get(name) as PackageVersion
    const { dependencies, dependencyFeatures, features: others } = activation(version, feature)
    if (!dependencies.every((each) => need(version, each))) return undefined
    if (!others.every((each) => turnOn(name, each))) return undefined
    if (!dependencyFeatures.every((each) => turnOn(each.dependency, each.feature))) return undefined
  }
  return on
}

/** Every choice there is: all versions of all packages, or none of a package. */
function* choices(
  all: ReadonlyMap<string, readonly PackageVersion[]>,
  left: readonly string[] = [...all.keys()],
): Generator<Map<string, PackageVersion>> {
  const [name, ...rest] = left
  if (name === undefined) return yield new Map()
  for (const choice of choices(all, rest)) {
    yield choice
    for (const version of all.get(name) ?? []) yield new Map([...choice, [name, version]])
  }
}

test('agrees with brute force: what it returns satisfies everything, and it fails only where nothing exists', async () => {
  const counts = { solved: 0, failed: 0 }
  await fc.assert(
    fc.asyncProperty(worldArbitrary, rootsArbitrary, async (world, roots) => {
      const document = documentsOf(world)
      const all = new Map(
        await Promise.all(names.map(async (name) => [name, (await document(name)).versions] as const)),
      )
      const outcome = await resolveIn(world, roots).catch((error: unknown) => {
        if (isWaybillError(error, 'resolve.conflict', 'resolve.not_found')) return undefined
        throw error
      })
      if (outcome) {
        counts.solved++
        const choice = new Map(outcome.packages.map(({ name, version }) => [name, version]))
        const on = check(choice, roots)
        expect(on).toBeDefined()
        for (const { name, features: shown } of outcome.packages)
          expect([...(on?.get(name) ?? [])].sort()).toEqual(shown)
        return
      }
      counts.failed++
      for (const choice of choices(all))
        if (check(choice, roots))
          expect([...choice].map(([name, { version }]) => `${name} ${version}`)).toBe('nothing')
    }),
    { numRuns: Number(process.env.RESOLVER_RUNS ?? 2000) },
  )
  expect(counts.solved).toBeGreaterThan(300)
  expect(counts.failed).toBeGreaterThan(300)
})

test('the order of what is given does not matter', async () => {
  await fc.assert(
    fc.asyncProperty(
      worldArbitrary,
      rootsArbitrary,
      fc.infiniteStream(fc.nat(3)),
      async (world, roots, delays) => {
        const answer = async (given: readonly Requirement[], shuffled: World, wait: boolean) => {
          const document = documentsOf(shuffled)
          const slow = async (name: string) => {
            for (let i = wait ? (delays.next().value ?? 0) : 0; i > 0; i--) await Promise.resolve()
            return document(name)
          }
          const outcome = await resolveIn(shuffled, given, { document: slow }).catch((error: unknown) => {
            if (isWaybillError(error)) return error.message
            throw error
          })
          if (typeof outcome === 'string') return outcome
          return outcome.packages.map(({ name, version, features: on }) => [name, version.version, on])
        }
        const reversed = Object.fromEntries(Object.entries(world).reverse())
        expect(await answer(roots.toReversed(), reversed, true)).toEqual(await answer(roots, world, false))
      },
    ),
    { numRuns: 1000 },
  )
})
