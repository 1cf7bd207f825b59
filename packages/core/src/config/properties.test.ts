import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ConfigEntry } from '../manifest/facts.ts'
import { configurePlugin, layered } from './index.ts'

const entry = (type: ConfigEntry['type'], more: Partial<ConfigEntry> = {}): ConfigEntry => ({
  type,
  required: false,
  secret: false,
  description: '',
  ...more,
})
const types = ['string', 'number', 'integer', 'boolean', 'array', 'object'] as const
const typeIn = fc.constantFrom(...types)

test('of any layers the last one that has a key wins, and is named', () => {
  const values = fc.dictionary(fc.constantFrom('a', 'b', 'c.d'), fc.integer(), { noNullPrototype: true })
  fc.assert(
    fc.property(fc.array(values, { maxLength: 4 }), (all) => {
      const settings = layered(
        all.map((each, at) => ({ origin: `source ${at}`, values: new Map(Object.entries(each)) })),
      )
      const keys = [...new Set(all.flatMap((each) => Object.keys(each)))].sort()
      expect(settings.map(({ key }) => key)).toEqual(keys)
      for (const { key, value, origin } of settings) {
        const at = all.findLastIndex((each) => Object.hasOwn(each, key))
        expect([value, origin]).toEqual([all[at]?.[key], `source ${at}`])
      }
    }),
  )
})

test('a value is the same whether it comes typed or as text', () => {
  const typed = fc.oneof(
    fc.tuple(fc.constant('integer' as const), fc.maxSafeInteger()),
    fc.tuple(fc.constant('boolean' as const), fc.boolean()),
    fc.tuple(fc.constant('string' as const), fc.string()),
    fc.tuple(fc.constant('array' as const), fc.array(fc.string())),
    fc.tuple(fc.constant('object' as const), fc.dictionary(fc.stringMatching(/^[a-z]+$/), fc.integer())),
  )
  fc.assert(
    fc.property(typed, ([type, value]) => {
      const text = typeof value === 'string' ? value : JSON.stringify(value)
      const read = (given: unknown) =>
        configurePlugin({ key: entry(type) }, [{ origin: 'test', values: new Map([['key', given]]) }], {})
      // -0 is 0 in JSON.
      expect(JSON.stringify(read(text).values)).toBe(JSON.stringify(read(value).values))
      expect(read(text).problems).toEqual([])
    }),
  )
})

test('whatever is given, each key is a value or a problem, and a secret is never in a problem', () => {
  const secret = 'correct-horse-battery'
  const given = fc.oneof(
    fc.constant(secret),
    fc.constant([secret]),
    fc.constant({ inner: secret }),
    fc.constant(`{"${secret}`),
    fc.anything().filter((each) => each !== undefined),
  )
  fc.assert(
    fc.property(typeIn, fc.boolean(), given, (type, isLimited, value) => {
      const schema = { token: entry(type, { secret: true, ...(isLimited ? { enum: ['other'] } : {}) }) }
      const layers = [{ origin: 'test', values: new Map([['token', value]]) }]
      const { values, problems, secrets } = configurePlugin(schema, layers, {})
      expect(secrets).toEqual(['token'])
      expect(Object.hasOwn(values, 'token')).toBe(problems.length === 0)
      expect(JSON.stringify(problems)).not.toContain(secret)
    }),
  )
})
