import { expect, it } from 'vitest'
import { rated } from './rating.ts'

const nobody = { average: 0, count: 0, distribution: [0, 0, 0, 0, 0], own: null }

it('a first rating counts', () => {
  expect(rated(nobody, 4)).toEqual({ average: 4, count: 1, distribution: [0, 0, 0, 1, 0], own: 4 })
})
it('another one takes the place of the own', () => {
  const before = { average: 3, count: 2, distribution: [1, 0, 0, 0, 1], own: 1 }
  expect(rated(before, 5)).toEqual({ average: 5, count: 2, distribution: [0, 0, 0, 0, 2], own: 5 })
})
it('taking it back leaves what others gave', () => {
  expect(rated(rated(nobody, 2), null)).toEqual(nobody)
})
