import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isWithin } from './name-distance.ts'
import { goodFiles, resultOf, subjectOf } from './test/subject.ts'

async function compared(name: string, ...others: string[]) {
  const subject = await subjectOf()
  return resultOf('look-alike', {
    ...subject,
    listing: { ...subject.listing, name },
    otherNames: async () => others.map((other) => ({ name: other, publisher: 'rival' })),
  })
}

describe('look-alike names', () => {
  test.each([
    ['weather_report', 'weather-report', 'fail'],
    ['weather.report', 'weather-report', 'fail'],
    ['weather-rep0rt', 'weather-report', 'warn'],
    ['wea1her', 'weather', 'warn'],
    ['bi11ing', 'billing', 'warn'],
    ['modem-tools', 'modern-tools', 'warn'],
    ['wether', 'weather', 'warn'],
    ['waether', 'weather', 'warn'],
    ['abc', 'abd', 'pass'],
    ['weather-reporter', 'weather-report', 'warn'],
    ['weather', 'whether-x', 'pass'],
    ['charts', 'hearts', 'pass'],
    ['report-weather', 'weather-report', 'warn'],
    ['weatherreport', 'weather-report', 'warn'],
    ['charts-js', 'charts', 'warn'],
    ['js-charts', 'charts', 'warn'],
    ['charts', 'charts-plugin', 'warn'],
    ['node-plugin', 'js-app', 'pass'],
    ['@acme/charts', 'charts', 'pass'],
    ['charts', 'lightning-payment-processor', 'pass'],
  ])('%s beside %s: %s', async (name, other, status) => {
    expect((await compared(name, other)).status).toBe(status)
  })

  test('a publisher’s own names do not count, and each name that does is listed', async () => {
    const subject = await subjectOf(goodFiles, {
      otherNames: async () => [
        { name: 'weather-report', publisher: 'acme' },
        { name: 'weather-reports', publisher: 'acme' },
        { name: 'weather-rapport', publisher: 'rival' },
      ],
    })
    const { status, evidence } = await resultOf('look-alike', subject)
    expect([status, evidence.length]).toEqual(['warn', 1])
    expect(evidence[0]?.text).toContain('“weather-rapport” of rival')
  })

  test('a hundred thousand names are compared', async () => {
    const names = Array.from({ length: 100_000 }, (_, i) => `weather-${i.toString(36)}-service`)
    expect((await compared('weather-zz-servise', ...names)).status).toBe('warn')
  })
})

test('the distance is that of optimal string alignment', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 9 })
  fc.assert(
    fc.property(word, word, fc.constantFrom(1, 2), (a, b, most) => {
      expect(isWithin(a, b, most)).toBe(distance(a, b) <= most)
    }),
    { numRuns: 5000 },
  )
})

/** By its definition, without any shortcut. */
function distance(a: string, b: string): number {
  if (a === '' || b === '') return a.length + b.length
  const same = a.at(-1) === b.at(-1) ? 0 : 1
  const [shortA, shortB] = [a.slice(0, -1), b.slice(0, -1)]
  if (same === 0 && shortA === shortB) return 0
  const swaps = a.length > 1 && b.length > 1 && a.at(-1) === b.at(-2) && a.at(-2) === b.at(-1)
  return memo(`${a} ${b}`, () =>
    Math.min(
      distance(shortA, b) + 1,
      distance(a, shortB) + 1,
      distance(shortA, shortB) + same,
      swaps ? distance(a.slice(0, -2), b.slice(0, -2)) + 1 : Infinity,
    ),
  )
}

const known = new Map<string, number>()
function memo(key: string, find: () => number): number {
  const before = known.get(key)
  if (before !== undefined) return before
  const value = find()
  known.set(key, value)
  return value
}
