import { expect, test } from 'vitest'
import { inGroups, matching, valueText, type Setting } from './setting-words.ts'

const setting = (key: string, value: unknown = null, origin: Setting['origin'] = 'default'): Setting => ({
  key,
  value,
  origin,
})
const settings = [
  setting('data', '/srv'),
  setting('mail.from', 'a@b.c', 'file'),
  setting('mail.smtp'),
  setting('owner', 'x'),
]

test('settings stand in groups, those without one first', () => {
  expect(inGroups(settings).map(([group, members]) => [group, members.length])).toEqual([
    ['', 2],
    ['mail', 2],
  ])
  expect(inGroups([setting('mail.from')]).map(([group]) => group)).toEqual(['mail'])
})

test('words find keys, values and origins', () => {
  const keys = (words: string) => matching(settings, words).map(({ key }) => key)
  expect(keys(' SMTP ')).toEqual(['mail.smtp'])
  expect(keys('a@b')).toEqual(['mail.from'])
  expect(keys('file')).toEqual(['mail.from'])
  expect(keys('')).toHaveLength(4)
})

test('what is not there is said in words', () => {
  expect([null, '', [], [1, 2], false, 'x'].map(valueText)).toEqual([
    'not set',
    'empty',
    'none',
    '[1,2]',
    'false',
    'x',
  ])
})
