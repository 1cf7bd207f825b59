import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ConfigEntry } from '../manifest/facts.ts'
import {
  configurePlugin,
  flatten,
  formatSettings,
  layered,
  nearest,
  parseSettings,
  withSetting,
} from './index.ts'

const entry = (type: ConfigEntry['type'], more: Partial<ConfigEntry> = {}): ConfigEntry => ({
  type,
  required: false,
  secret: false,
  description: '',
  ...more,
})
const layer = (origin: string, values: Record<string, unknown>) => ({
  origin,
  values: new Map(Object.entries(values)),
})

describe('layers', () => {
  test('later ones win, key by key, and the origin is kept', () => {
    const settings = layered([
      { origin: 'file', values: flatten({ a: { b: 1, c: 2 }, list: [1] }) },
      layer('environment', { 'a.b': 3 }),
    ])
    expect(settings).toEqual([
      { key: 'a.b', value: 3, origin: 'environment' },
      { key: 'a.c', value: 2, origin: 'file' },
      { key: 'list', value: [1], origin: 'file' },
    ])
  })

  test('a setting goes in and comes out again, and leaves the others alone', () => {
    const name = fc.stringMatching(/^[a-z][a-z-]{0,8}$/)
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 3 }), fc.string(), (path, value) => {
        const before = { keep: { this: true } }
        const after = withSetting(before, ['other', ...path], value)
        const read = parseSettings(formatSettings(after), 'test')
        expect(flatten(read).get(['other', ...path].join('.'))).toBe(value)
        expect(withSetting(read, ['other', ...path], undefined)).toEqual(before)
      }),
    )
  })

  test('broken TOML is named with its place', () => {
    expect(() => parseSettings('a = 1\nb = = 2', '/x/config.toml')).toThrow(/\/x\/config\.toml .* line 2/)
  })

  test('a typing error finds its word', () => {
    expect(nearest('testent', ['testnet', 'rpc_url'])).toBe('testnet')
    expect(nearest('colour', ['testnet', 'rpc_url'])).toBeUndefined()
  })
})

describe('a plugin’s settings', () => {
  const schema = {
    testnet: entry('boolean', { default: false }),
    rpc_url: entry('string', { required: true, description: 'where the node answers', env: 'BITCOIN_RPC' }),
    depth: entry('integer', { enum: [1, 6] }),
    token: entry('string', { secret: true }),
    tags: entry('array'),
  }

  test('texts are read as the type wanted; the nearest source wins', () => {
    const config = configurePlugin(
      schema,
      [
        layer('file', { testnet: 'no', depth: 1, rpc_url: 'http://file' }),
        layer('command line', { testnet: 'true', tags: 'a, b' }),
      ],
      { BITCOIN_RPC: 'http://env' },
    )
    expect(config.values).toEqual({ testnet: true, depth: 1, rpc_url: 'http://env', tags: ['a', 'b'] })
    expect(config.origins).toMatchObject({
      testnet: 'command line',
      rpc_url: 'environment (BITCOIN_RPC)',
      depth: 'file',
    })
    expect([config.problems, config.secrets]).toEqual([[], ['token']])
  })

  test('says what is missing, wrong or unknown, and never shows a secret', () => {
    const { problems, values } = configurePlugin(
      schema,
      [layer('file', { depth: 2, testent: true, token: 42, testnet: 'maybe' })],
      {},
    )
    expect(problems.map(({ message }) => message)).toEqual([
      '“testent” (file): did you mean “testnet”?',
      '“testnet” (file): "maybe" is not a boolean',
      '“rpc_url” must be set: a string (where the node answers)',
      '“depth” (file): 2 is not one of 1, 6',
      '“token” (file): is not a string',
    ])
    expect(problems.filter(({ isMissing }) => isMissing).map(({ key }) => key)).toEqual(['rpc_url'])
    expect(values).toEqual({})
  })
})
