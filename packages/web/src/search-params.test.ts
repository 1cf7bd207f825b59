import { expect, test } from 'vitest'
import { readNext, readSearch, readToken } from './search-params.ts'
import { parseSearch, stringifySearch } from './search-string.ts'

test('an address says what it said before it was read', () => {
  const search = readSearch(
    parseSearch('?q=a+b&category=core/bitcoin&category=core/ml&verified=true&minRating=4'),
  )
  expect(search).toEqual({
    q: 'a b',
    category: ['core/bitcoin', 'core/ml'],
    verified: true,
    minRating: 4,
  })
  expect(readSearch(parseSearch(stringifySearch(search)))).toEqual(search)
})

test('words that look like numbers or code stay words', () => {
  expect(readToken(parseSearch('?token=12e345')).token).toBe('12e345')
  expect(readSearch(parseSearch('?q=true')).q).toBe('true')
  expect(readSearch(parseSearch(stringifySearch({ q: '["a&b=c#d?"]' }))).q).toBe('["a&b=c#d?"]')
})

test('what is not known falls away', () => {
  expect(
    readSearch(parseSearch('?sort=worst&price=cheap&minRating=9&verified=maybe&updated=century&q=&else=1')),
  ).toEqual({})
  expect(readSearch(parseSearch('?price=free&price=paid'))).toEqual({})
  expect(readSearch(parseSearch(`?q=${'x'.repeat(1000)}`)).q).toHaveLength(300)
})

test('nothing to say leaves the address bare', () => {
  expect(stringifySearch({})).toBe('')
  expect(stringifySearch({ q: undefined, tag: [] })).toBe('')
  expect(stringifySearch({ publisher: '@acme/x' })).toBe('?publisher=@acme/x')
})

test.each(['//evil.example', '/\\evil.example', 'https://evil.example', 'javascript:1'])(
  'after signing in nobody goes to %s',
  (next) => {
    expect(readNext({ next })).toEqual({})
  },
)
