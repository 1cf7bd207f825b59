import { describe, expect, test } from 'vitest'
import { featureCycle } from './features.ts'
import { resolveIn, solveIn, type World } from './world.testing.ts'

/** The example of seed B, with what it depends on. */
const lightning: World = {
  'lightning-payment-processor': {
    '1.0.0': {
      is: {
        needs: {
          'bitcoin-core-wallet': '^1.2.0',
          'lightning-network-tools': '^2.1.0',
          'web5-identity': '^1.0.0',
          'ml-fraud-detection[real-time-scoring]?': '^0.5.0',
        },
        features: {
          default: ['basic-payments'],
          advanced: ['ml-fraud-detection', 'batch-processing'],
          enterprise: ['advanced', 'audit-logging', 'compliance-reporting'],
        },
      },
    },
  },
  'bitcoin-core-wallet': { '1.2.3': {}, '2.0.0': {} },
  'lightning-network-tools': { '2.1.4': {} },
  'web5-identity': { '1.0.0': {} },
  'ml-fraud-detection': {
    '0.5.2': { is: { features: { default: [], 'real-time-scoring': [] } } },
    '0.6.0': { is: { features: { 'real-time-scoring': [] } } },
  },
}

async function featuresIn(world: World, name: string, features: string[], defaultFeatures = true) {
  const { packages } = await resolveIn(world, [{ name, requirement: '*', features, defaultFeatures }])
  return Object.fromEntries(packages.map((each) => [each.name, each.features]))
}

describe('features, as Cargo has them', () => {
  const name = 'lightning-payment-processor'

  test('default: leaf features come on, the optional dependency stays away', async () => {
    const features = await featuresIn(lightning, name, [])
    expect(features[name]).toEqual(['basic-payments', 'default'])
    expect(Object.keys(features)).not.toContain('ml-fraud-detection')
  })

  test('advanced: the optional dependency comes with the features asked of it', async () => {
    const features = await featuresIn(lightning, name, ['advanced'])
    expect(features[name]).toEqual(['advanced', 'basic-payments', 'batch-processing', 'default'])
    expect(features['ml-fraud-detection']).toEqual(['default', 'real-time-scoring'])
  })

  test('enterprise nests advanced', async () => {
    const features = await featuresIn(lightning, name, ['enterprise'], false)
    expect(features[name]).toEqual([
      'advanced',
      'audit-logging',
      'batch-processing',
      'compliance-reporting',
      'enterprise',
    ])
    expect(features['ml-fraud-detection']).toContain('real-time-scoring')
  })

  test('an optional dependency is a feature of its own name', async () => {
    const features = await featuresIn(lightning, name, ['ml-fraud-detection'], false)
    expect(features['ml-fraud-detection']).toContain('real-time-scoring')
  })

  test('a feature that no version has is refused by name', async () => {
    await expect(featuresIn(lightning, name, ['turbo'])).rejects.toMatchObject({
      code: 'resolve.not_found',
      message: expect.stringContaining('no feature “turbo”') as string,
    })
  })

  test('features unify across dependents, and rule out versions that lack them', async () => {
    const world: World = {
      a: { '1.0.0': { 'c[x]': '^1' } },
      b: { '1.0.0': { 'c[-,y]': '^1' } },
      c: {
        '1.0.0': { is: { features: { default: ['d'], d: [], x: [], y: [] } } },
        '1.1.0': { is: { features: { x: [] } } },
      },
    }
    const { packages } = await resolveIn(world, { a: '*', b: '*' })
    const c = packages.find(({ name: each }) => each === 'c')
    expect([c?.version.version, c?.features]).toEqual(['1.0.0', ['d', 'default', 'x', 'y']])
    expect(await featuresIn(world, 'b', [])).toMatchObject({ c: ['y'] })
  })

  test('package/feature turns a feature of a dependency on, and an optional dependency with it', async () => {
    const world: World = {
      a: {
        '1.0.0': {
          is: { needs: { b: '*', '@s/c?': '*' }, features: { fast: ['b/simd'], full: ['@s/c/all'] } },
        },
      },
      b: { '1.0.0': { is: { features: { simd: ['e'] }, needs: { 'e?': '*' } } } },
      '@s/c': { '1.0.0': { is: { features: { all: [] } } } },
      e: { '1.0.0': {} },
    }
    expect(await featuresIn(world, 'a', [])).toEqual({ a: [], b: [] })
    expect(await featuresIn(world, 'a', ['fast'])).toEqual({
      a: ['fast'],
      b: ['e', 'simd'].filter((f) => f === 'simd'),
      e: [],
    })
    expect(await featuresIn(world, 'a', ['full'])).toEqual({ a: ['full'], b: [], '@s/c': ['all'] })
  })

  test('a circle of features ends', async () => {
    const world: World = { a: { '1.0.0': { is: { features: { x: ['y'], y: ['z'], z: ['x'] } } } } }
    expect(await featuresIn(world, 'a', ['x'])).toEqual({ a: ['x', 'y', 'z'] })
    expect(featureCycle({ x: ['y'], y: ['z'], z: ['x'] })).toEqual(['x', 'y', 'z', 'x'])
    expect(featureCycle({ x: ['y', 'z'], y: ['z'], z: ['z'] })).toBeUndefined()
  })

  test('an optional dependency that conflicts is no trouble until it is turned on', async () => {
    const world: World = {
      a: { '1.0.0': { is: { needs: { b: '^1', 'o?': '*' }, features: { more: ['o'] } } } },
      o: { '1.0.0': { b: '^2' } },
      b: { '1.0.0': {}, '2.0.0': {} },
    }
    expect(await solveIn(world, { a: '*' })).toEqual({ a: '1.0.0', b: '1.0.0' })
    await expect(featuresIn(world, 'a', ['more'])).rejects.toMatchObject({ code: 'resolve.conflict' })
  })
})
