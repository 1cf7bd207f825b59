import { isDeepStrictEqual } from 'node:util'
import type { Environment } from './environment.ts'
import type { Settings, SettingsOverrides } from './settings.ts'

/** Where settings come from; what is not named here is the default. */
export interface SettingOrigins {
  /** Path of the configuration file. */
  readonly file: string | undefined
  readonly keys: Readonly<Record<string, Given>>
}

interface Given {
  readonly origin: 'file' | 'environment'
  /** The flag or the name in the environment. */
  readonly says?: string
}

export interface DescribedSetting {
  /** As in `mail.from`. */
  key: string
  /** “(set)” for a secret; null where there is none. */
  value: unknown
  origin: 'default' | 'file' | 'environment'
  says?: string
}

type Own = Omit<Settings, 'origins'>
type PathOf<T> = T extends readonly unknown[]
  ? never
  : T extends object
    ? { [K in keyof T & string]: K | `${K}.${PathOf<NonNullable<T[K]>>}` }[keyof T & string]
    : never

/** The one list of what nobody is ever shown: no answer, page or log has the value of these. */
export const secretSettings = [
  'databaseUrl',
  'mail.smtp',
  'billing.stripe.secretKey',
  'billing.stripe.webhookSecret',
] as const satisfies readonly PathOf<Own>[]

/** Whatever is called so is a secret, also where the list above forgot it. */
const secretWord = /secret|password|passphrase|token|credential|private.?key|api.?key|smtp/i

const set = '(set)'

const environmentNames = {
  data: ['data', 'WAYBILL_DATA'],
  host: ['host', 'WAYBILL_HOST'],
  port: ['port', 'WAYBILL_PORT'],
  publicUrl: ['publicUrl', 'WAYBILL_PUBLIC_URL'],
  databaseUrl: ['databaseUrl', 'DATABASE_URL'],
  storage: ['tree', 'WAYBILL_STORAGE'],
  smtp: ['mail.smtp', 'WAYBILL_SMTP'],
  stripeSecretKey: ['billing.stripe.secretKey', 'WAYBILL_STRIPE_SECRET_KEY'],
  stripeWebhookSecret: ['billing.stripe.webhookSecret', 'WAYBILL_STRIPE_WEBHOOK_SECRET'],
} as const satisfies Partial<Record<keyof Environment, readonly [PathOf<Own>, string]>>

/** Says of each setting that was given where it was: the file, the environment, or a flag at the start. */
export function originsOf(
  { file, raw }: { file: string | undefined; raw: unknown },
  env: Environment,
  overrides: SettingsOverrides,
): SettingOrigins {
  const keys: Record<string, Given> = {}
  for (const [key] of leaves(raw)) keys[key] = { origin: 'file' }
  for (const [field, [key, name]] of Object.entries(environmentNames))
    if (env[field as keyof Environment] !== undefined) keys[key] = { origin: 'environment', says: name }
  for (const [key, value] of Object.entries(overrides))
    if (value !== undefined && key !== 'config')
      keys[key] = { origin: 'environment', says: 'given at the start' }
  return { file, keys }
}

/** Every setting in effect, with its origin and without any secret. */
export function describeSettings({ origins, ...settings }: Settings): DescribedSetting[] {
  const all = leaves(settings)
  const secrets = all.filter(([key, value]) => isSecret(key) && typeof value === 'string')
  const hide = hider(secrets.map(([, value]) => value as string))
  return all
    .map(([key, value]) => ({
      key,
      value: isSecret(key) ? (value === undefined ? null : set) : hide(value ?? null),
      ...(origins.keys[key] ?? originBelow(origins, key)),
    }))
    .toSorted((a, b) => (a.key < b.key ? -1 : 1))
}

function originBelow({ keys }: SettingOrigins, key: string): Given | { origin: 'default' } {
  // A whole table that the file gives as a list, or as nothing.
  const parent = key.split('.').slice(0, -1).join('.')
  return parent === '' ? { origin: 'default' } : (keys[parent] ?? { origin: 'default' })
}

function isSecret(key: string): boolean {
  return (secretSettings as readonly string[]).includes(key) || secretWord.test(key)
}

/** Takes out what a secret stands in, wherever it is, and the credentials of addresses. */
function hider(secrets: readonly string[]): (value: unknown) => unknown {
  const hidden = (text: string) =>
    secrets.some((secret) => secret !== '' && text.includes(secret))
      ? set
      : text.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/@\s]*@/i, `$1${set}@`)
  return (value) => {
    const json = JSON.stringify(value, (key, each: unknown) =>
      typeof each === 'string' ? (secretWord.test(key) ? set : hidden(each)) : each,
    )
    return JSON.parse(json) as unknown
  }
}

/** What has a value of its own, by its path; a list is one value. */
function leaves(value: unknown, path = ''): [string, unknown][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || isDeepStrictEqual(value, {}))
    return path === '' ? [] : [[path, value]]
  return Object.entries(value).flatMap(([key, each]) => leaves(each, path === '' ? key : `${path}.${key}`))
}
