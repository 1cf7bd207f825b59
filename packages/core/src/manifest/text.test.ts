import { expect, test } from 'vitest'
import { parseManifest, unkeepableText } from './index.ts'

test('a text that no store keeps is found by its path, as value and as key', () => {
  expect(unkeepableText({ a: ['fine', '🚀', { b: 'half \ud83d' }] })).toEqual(['a', '2', 'b'])
  expect(unkeepableText({ a: 1, 'b\0': true })).toEqual(['b␀'])
  expect(unkeepableText({ a: null, b: undefined, c: ['x'], d: Buffer.from('\0') })).toBeUndefined()
  const deep = JSON.parse(`${'['.repeat(200_000)}"\\u0000"${']'.repeat(200_000)}`) as unknown
  expect(unkeepableText(deep)?.length).toBe(200_000)
})

test('a manifest with such a text is refused by its field', () => {
  const written = (description: string) =>
    Buffer.from(`{ "package": { "name": "a", "version": "1.0.0", "description": "${description}" } }`)
  expect(parseManifest('plugin.json', written('\\ud83d\\ude80')).description).toBe('🚀')
  expect(() => parseManifest('plugin.json', written('\\ud83d'))).toThrow('package.description')
  const toml = Buffer.from(
    '[package]\nname = "a"\nversion = "1.0.0"\n[config.k]\ntype = "string"\ndefault = "\\u0000"',
  )
  expect(() => parseManifest('plugin.toml', toml)).toThrow('config.k.default')
})
