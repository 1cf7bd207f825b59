import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { ecosystemYaml, yamlFor } from './yaml-words.ts'

test('a setting stands at its place in the file, and is read as it was', () => {
  for (const [key, value] of [
    ['mail.from', 'waybill@localhost'],
    ['review', 'off'],
    ['limits.packedBytes', 536870912],
    ['outgoing.allow', ['10.1.0.0/16', 'git.internal']],
    ['requirements.testing', false],
    ['publicUrl', 'https://plugins.example.org: not a mapping'],
  ] as const) {
    const read = key
      .split('.')
      .reduce<unknown>((all, part) => (all as Record<string, unknown>)[part], parse(yamlFor(key, value)))
    expect(read).toEqual(value)
  }
  expect(yamlFor('mail.smtp', null)).toBe('mail:\n  smtp: …')
})

test('the ecosystem is written whole, so that nothing of it falls back to a default', () => {
  const categories = [
    { id: 'core/bitcoin', title: 'Bitcoin', description: 'Wallets: keys, and what watches them' },
    { id: 'general', title: 'No', description: '' },
  ]
  const ecosystem = {
    id: 'anya',
    name: 'Anya',
    tagline: '',
    words: { package: 'add-on, small', packages: 'add-ons' },
    colours: { accent: 'teal' },
    categories,
  }
  const read = (parse(ecosystemYaml(ecosystem, 'general')) as { ecosystem: object }).ecosystem
  expect(read).toEqual({
    id: 'anya',
    name: 'Anya',
    tagline: '',
    words: ecosystem.words,
    accent: 'teal',
    defaultCategory: 'general',
    categories: [categories[0], { id: 'general', title: 'No' }],
  })
  expect(ecosystemYaml(ecosystem, undefined)).toContain('defaultCategory: …')
})
