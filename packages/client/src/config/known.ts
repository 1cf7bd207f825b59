import { nearest } from '@waybill/core/config'
import { WaybillError } from '@waybill/core/errors'
import { parseDuration, parseSize } from '@waybill/core/units'

/** One of Waybill's own settings. */
export interface KnownSetting {
  readonly type: 'string' | 'boolean' | 'list' | 'duration' | 'size'
  readonly description: string
  readonly default?: unknown
  /** Environment name that sets it. */
  readonly env?: string
  /** The only texts that it can be. */
  readonly choices?: readonly string[]
  readonly isUrl?: boolean
}

/** Every setting of Waybill's own, by key. `registry.<name>.…` and `engines.<name>` are patterns beside them. */
export const knownSettings: Readonly<Record<string, KnownSetting>> = {
  registry: { type: 'string', description: 'address of the registry to use', env: 'WAYBILL_REGISTRY' },
  offline: { type: 'boolean', description: 'use only what is kept on this machine', default: false },
  'allow-prerelease': { type: 'boolean', description: 'pre-releases count as any version', default: false },
  'security-audit': {
    type: 'boolean',
    description: 'leave versions out that have an open advisory of severity high or critical',
    default: false,
  },
  'minimum-release-age': {
    type: 'duration',
    description: 'leave versions out that are younger, such as 3d',
    env: 'WAYBILL_MINIMUM_RELEASE_AGE',
  },
  'minimum-release-age-exclude': {
    type: 'list',
    description: 'exempt from it: name, name@version or publisher:name',
    default: [],
  },
  'minimum-release-age-exempt-fixes': {
    type: 'boolean',
    description: 'versions that end an advisory of the installed version are exempt too',
    default: false,
  },
  'cache.max-size': { type: 'size', description: 'most that the cache keeps', default: '1GB' },
  'cache.ttl': { type: 'duration', description: 'how long unused documents are kept', default: '3600s' },
  'cache.cleanup-interval': { type: 'duration', description: 'time between two cleanings', default: '300s' },
}

const patterns: readonly { pattern: RegExp; setting: KnownSetting; shown: string }[] = [
  {
    pattern: /^registry\.(?!default\.)[a-z0-9-]+\.url$/,
    shown: 'registry.<name>.url',
    setting: {
      type: 'string',
      description: 'address of the registry that --source or --org means by this name',
      isUrl: true,
    },
  },
  {
    pattern: /^registry\.(?!default\.)[a-z0-9-]+\.org$/,
    shown: 'registry.<name>.org',
    setting: { type: 'string', description: 'the organization whose registry it is' },
  },
  {
    pattern: /^registry\.(?!default\.)[a-z0-9-]+\.auth-method$/,
    shown: 'registry.<name>.auth-method',
    setting: {
      type: 'string',
      description: 'how one signs in there: token, ldap or oidc',
      choices: ['token', 'ldap', 'oidc'],
    },
  },
  {
    pattern: /^registry\.(?!default\.)[a-z0-9-]+\.verify-ssl$/,
    shown: 'registry.<name>.verify-ssl',
    setting: { type: 'boolean', description: 'true: certificates are always checked' },
  },
  {
    pattern: /^engines\.[A-Za-z][A-Za-z0-9_-]*$/,
    shown: 'engines.<name>',
    setting: { type: 'string', description: 'version of a host that plugins may name under [engines]' },
  },
]

/** What is known of a key. Throws `usage.invalid`, with the key that was probably meant. */
export function requireKnown(key: string): KnownSetting {
  const found =
    (Object.hasOwn(knownSettings, key) ? knownSettings[key] : undefined) ??
    patterns.find(({ pattern }) => pattern.test(key))?.setting
  if (found) return found
  const all = [...Object.keys(knownSettings), ...patterns.map(({ shown }) => shown)]
  const meant = nearest(key, all)
  throw new WaybillError('usage.invalid', `There is no setting “${key.slice(0, 100)}”.`, {
    hint: meant === undefined ? `There are: ${all.join(', ')}.` : `Did you mean ${meant}?`,
    details: { key },
  })
}

/** Reads a value as a key wants it. Throws `usage.invalid`. */
export function readSetting(key: string, given: unknown): unknown {
  const { type, choices, isUrl } = requireKnown(key)
  if (key.endsWith('.verify-ssl') && String(given) !== 'true') {
    throw new WaybillError(
      'usage.invalid',
      `“${key}” cannot be ${String(given)}: certificates are always checked.`,
      {
        hint: 'For a certificate of your own authority, name its file in NODE_EXTRA_CA_CERTS.',
        details: { key },
      },
    )
  }
  const wrong = (what: string) =>
    new WaybillError('usage.invalid', `“${key}” must be ${what}.`, {
      hint: 'See docs/configuration.md.',
      details: { key },
    })
  switch (type) {
    case 'boolean':
      if (typeof given === 'boolean') return given
      if (given === 'true' || given === 'false') return given === 'true'
      throw wrong('true or false')
    case 'list':
      if (Array.isArray(given) && given.every((each) => typeof each === 'string')) return given
      if (typeof given === 'string')
        return given
          .split(',')
          .map((part) => part.trim())
          .filter(Boolean)
      throw wrong('a list of texts')
    case 'duration':
      if (typeof given === 'string') parseDuration(given)
      else throw wrong('a length of time such as 3d')
      return given
    case 'size':
      if (typeof given === 'string') parseSize(given)
      else throw wrong('a size such as 1GB')
      return given
    case 'string':
      if (typeof given !== 'string' || given === '') throw wrong('a text')
      if (choices && !choices.includes(given)) throw wrong(`one of ${choices.join(', ')}`)
      if (isUrl && !/^(https?|file):$/.test(URL.parse(given)?.protocol ?? '')) throw wrong('a web address')
      return given
  }
}
