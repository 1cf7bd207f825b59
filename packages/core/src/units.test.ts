import { expect, test } from 'vitest'
import { parseDuration, parseSize } from './units.ts'

test('lengths of time', () => {
  expect(['90s', '15m', '12h', '3d', '2w', '300', '1.5h', '250ms'].map(parseDuration)).toEqual([
    90_000, 900_000, 43_200_000, 259_200_000, 1_209_600_000, 300_000, 5_400_000, 250,
  ])
  for (const text of ['', '3 fortnights', '-1d', 'd3', '1e9d'])
    expect(() => parseDuration(text)).toThrow(/length of time/)
})

test('sizes', () => {
  expect(['1GB', '500 mb', '2GiB', '1024', '1.5k'].map(parseSize)).toEqual([1e9, 5e8, 2 ** 31, 1024, 1500])
  for (const text of ['', 'GB', '-1GB', '1 XB']) expect(() => parseSize(text)).toThrow(/not a size/)
})
