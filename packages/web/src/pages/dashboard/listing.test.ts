import { expect, test } from 'vitest'
import { bodyOf, emptyListing, errorsOf, tagsOf } from './listing.ts'

const listing = { ...emptyListing, name: 'csv', version: '1.0.0' }

test('what was not touched is not sent, so that it stays what it is', () => {
  expect(bodyOf('pkg_1', listing)).toEqual({
    packageId: 'pkg_1',
    metadata: { name: 'csv', version: '1.0.0', description: '', tags: [], documentation: '' },
    breaking: false,
  })
})

test('a price and screenshots are sent when they are to change, also to none', () => {
  const { metadata } = bodyOf('pkg_1', { ...listing, setsPrice: true, setsShots: true, shots: [] })
  expect(metadata).toMatchObject({ pricing: { type: 'free' }, screenshots: [] })
})

test('tags are read from commas and lines, each once', () => {
  expect(tagsOf({ tags: ' csv, tables\ncsv,,' })).toEqual(['csv', 'tables'])
})

test('what the registry would refuse is said before it is sent', () => {
  expect(errorsOf(listing)).toEqual({})
  expect(Object.keys(errorsOf({ ...listing, name: 'CSV', version: '1' }))).toEqual(['name', 'version'])
  expect(errorsOf({ ...listing, tags: Array.from({ length: 21 }, (_, n) => `t${n}`).join() })).toHaveProperty(
    'tags',
  )
  expect(errorsOf({ ...listing, setsPrice: true, price: { ...listing.price, type: 'paid' } })).toHaveProperty(
    'price',
  )
})
