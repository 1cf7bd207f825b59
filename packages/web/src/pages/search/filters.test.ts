import { expect, test } from 'vitest'
import { readSearch } from '../../search-params.ts'
import { activeFilters, chosen, optionsOf, toggled, withoutFilters } from './filters.ts'

test('a value that is chosen twice is gone', () => {
  const once = toggled({ q: 'git' }, 'tag', 'sync')
  expect(once).toEqual({ q: 'git', tag: ['sync'] })
  expect(toggled(once, 'tag', 'backup')).toEqual({ q: 'git', tag: ['sync', 'backup'] })
  expect(toggled(once, 'tag', 'sync')).toEqual({ q: 'git' })
})

test('the order in which filters were chosen does not change the address', () => {
  const price = chosen({}, 'price', 'free')
  const one = toggled(price, 'category', 'core/ml')
  const other = chosen(toggled({}, 'category', 'core/ml'), 'price', 'free')
  expect(JSON.stringify(one)).toBe(JSON.stringify(other))
})

test('each filter that holds can be taken away alone', () => {
  const search = readSearch({ q: 'x', tag: ['a', 'b'], minRating: '4', verified: 'true', sort: 'new' })
  const active = activeFilters(search)
  expect(active.map(({ name, value }) => `${name}=${value}`)).toEqual([
    'tag=a',
    'tag=b',
    'verified=true',
    'minRating=4',
  ])
  expect(active[0]?.without).toEqual({ q: 'x', tag: ['b'], verified: true, minRating: 4, sort: 'new' })
  expect(active[3]?.without).toEqual({ q: 'x', tag: ['a', 'b'], verified: true, sort: 'new' })
  expect(withoutFilters(search)).toEqual({ q: 'x', sort: 'new' })
})

test('what holds can be undone also where the answer does not count it', () => {
  const counted = [{ value: 'git', title: 'git', count: 3 }]
  expect(optionsOf(counted, ['git', 'rare'], (value) => value.toUpperCase())).toEqual([
    { value: 'rare', title: 'RARE', count: undefined },
    { value: 'git', title: 'git', count: 3 },
  ])
})
