import { describe, expect, test } from 'vitest'
import { isPublisherName, lookAlikeKey, parsePackageName } from './names.ts'

describe('package names', () => {
  test.each(['a', 'a1', 'bitcoin-core-wallet', 'a.b_c-d', '@scope/name', '@s.c-o_pe/n', 'x'.repeat(100)])(
    '%s is one',
    (name) => {
      expect(parsePackageName(name).full).toBe(name)
    },
  )

  test.each([
    '',
    '.',
    '..',
    '-a',
    'a-',
    'A',
    'a b',
    'a/b',
    '@/a',
    '@scope',
    '@scope/',
    '@scope/a/b',
    '../a',
    'a\0',
    'ä',
    'x'.repeat(101),
    'a\n',
    '__proto__',
    '@a/..',
  ])('%j is none', (name) => {
    expect(() => parsePackageName(name)).toThrowError(expect.objectContaining({ code: 'name.invalid' }))
  })

  test('split into scope and base', () => {
    expect(parsePackageName('@acme/tool')).toEqual({ full: '@acme/tool', scope: 'acme', base: 'tool' })
    expect(parsePackageName('tool').scope).toBeUndefined()
  })

  test('look alike when only case, dots, underscores and dashes differ', () => {
    expect(lookAlikeKey('Foo_Bar.baz')).toBe(lookAlikeKey('foo-bar--baz'))
    expect(lookAlikeKey('foobar')).not.toBe(lookAlikeKey('foo-bar'))
  })

  test('publisher names have no scope', () => {
    expect(isPublisherName('acme')).toBe(true)
    expect(isPublisherName('@acme/x')).toBe(false)
    expect(isPublisherName('Acme')).toBe(false)
  })
})
