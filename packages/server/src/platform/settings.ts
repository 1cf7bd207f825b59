import { readFileSync } from 'node:fs'
import { resolve, sep } from 'node:path'
import { defaultArchiveLimits } from '@waybill/core/archive'
import { WaybillError } from '@waybill/core/errors'
import { isCurrency } from '@waybill/core/money'
import { anyaProfile, profileSchema } from '@waybill/core/profile'
import { parse } from 'yaml'
import { z } from 'zod'
import type { Environment } from './environment.ts'
import { isAllowedEntry, isNameServer } from './outgoing/allowed.ts'
import { originsOf, type SettingOrigins } from './settings-origins.ts'

const days = z.number().positive().max(3650)
const positiveBytes = (most: number) => z.int().positive().default(most)

/** The YAML file that `WAYBILL_CONFIG` names. Everything has a default; unknown keys are refused. */
const fileSchema = z.strictObject({
  ecosystem: profileSchema.default(anyaProfile),
  /** Publisher name of the registry's owner, made at first start. */
  owner: z.string().default('owner'),
  review: z.enum(['off', 'required']).default('off'),
  reviews: z
    .strictObject({
      /** How long a reviewer has a submission for themselves, minutes. */
      claimMinutes: z
        .number()
        .positive()
        .max(7 * 24 * 60)
        .default(30),
      /** What a reviewer vouches for with an approval. */
      checklist: z
        .array(z.string().min(1).max(300))
        .max(50)
        .default([
          'It does what it says',
          'It asks for no more permissions than it needs',
          'Nothing in it is hidden or obfuscated',
          'Name, icon and description mislead nobody',
        ]),
      /** Small updates that need no reviewer; without it every update needs one. */
      autoApprove: z
        .strictObject({
          minPublished: z.int().nonnegative().default(3),
          verifiedPublisher: z.boolean().default(true),
          maxChangedFiles: z.int().positive().default(20),
          maxChangedBytes: z
            .int()
            .positive()
            .default(256 * 1024),
          level: z.enum(['patch', 'minor']).default('patch'),
        })
        .optional(),
    })
    .prefault({}),
  unpublish: z
    .strictObject({
      /** A publisher can take a version back for so long, while nothing depends on it. */
      hours: z.number().nonnegative().default(72),
    })
    .prefault({}),
  /** What is asked of every plugin besides a review: what is missing then fails instead of warning. */
  requirements: z
    .strictObject({
      testing: z.boolean().default(false),
      documentation: z.boolean().default(false),
      security: z.boolean().default(false),
    })
    .prefault({}),
  checks: z
    .strictObject({
      /** Runs the tests that manifests declare, in a sandbox. */
      testRunner: z.enum(['off', 'bubblewrap']).default('off'),
    })
    .prefault({}),
  mail: z
    .strictObject({
      /** `smtp://user:password@host:587` or `smtps://…`; without it mails wait where an administrator reads them. */
      smtp: z.url({ protocol: /^smtps?$/ }).optional(),
      from: z.string().default('waybill@localhost'),
    })
    .prefault({}),
  billing: z
    .strictObject({
      /** Keys of a Stripe account; without them nothing is sold, but publishers can grant. */
      stripe: z
        .strictObject({
          secretKey: z.string().min(1),
          webhookSecret: z.string().min(1),
          /** Another address of the payment service: for tests. */
          apiBase: z.url({ protocol: /^https?$/ }).optional(),
        })
        .optional(),
      /** The currency of prices that name none. */
      currency: z
        .string()
        .refine(isCurrency, 'is no known currency (ISO 4217, in lower case)')
        .default('eur'),
    })
    .prefault({}),
  /** Proxies, as addresses or ranges, whose X-Forwarded-For is believed. */
  trustedProxies: z.array(z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()])).default([]),
  limits: z
    .strictObject({
      packedBytes: z.int().positive().default(defaultArchiveLimits.packedBytes),
      unpackedBytes: z.int().positive().default(defaultArchiveLimits.unpackedBytes),
      entries: z.int().positive().default(defaultArchiveLimits.entries),
      ratio: z.number().positive().default(defaultArchiveLimits.ratio),
      readmeBytes: positiveBytes(1024 * 1024),
      /** Uploads and screenshots of one publisher that wait to be submitted, reviewed or revised. */
      waitingBytes: z
        .int()
        .positive()
        .default(4 * defaultArchiveLimits.packedBytes),
      bodyBytes: positiveBytes(1024 * 1024),
    })
    .prefault({}),
  /** Lifetimes of TUF metadata in days (DESIGN §2). */
  lifetimes: z
    .strictObject({
      timestamp: days.default(7),
      snapshot: days.default(14),
      bins: days.default(180),
      targets: days.default(180),
      root: days.default(365),
    })
    .prefault({}),
  /** Listings are rebuilt at most once in so many seconds. */
  listings: z.strictObject({ intervalSeconds: z.number().nonnegative().default(60) }).prefault({}),
  /** The memory that the read side may use for hot files. */
  hotFiles: z
    .strictObject({
      totalBytes: z
        .int()
        .positive()
        .default(64 * 1024 * 1024),
      /** Larger files than `fileBytes` are kept only when they are asked for again, up to this size. */
      repeatedBytes: z
        .int()
        .positive()
        .default(8 * 1024 * 1024),
      fileBytes: z
        .int()
        .positive()
        .default(256 * 1024),
    })
    .prefault({}),
  web: z
    .strictObject({
      /** Images of READMEs: fetched by the registry for its readers, or left out. */
      images: z.enum(['proxy', 'block']).default('proxy'),
    })
    .prefault({}),
  /** What the registry may ask on behalf of users and configuration, beside public addresses. */
  outgoing: z
    .strictObject({
      /** Ranges and host names that may be reached although they are private. */
      allow: z
        .array(z.string().refine(isAllowedEntry, 'Not a range (10.1.0.0/16) or a host name.'))
        .default([]),
      /** Name servers to ask instead of the system's. */
      dnsServers: z
        .array(z.string().refine(isNameServer, 'Not an IP address with or without a port.'))
        .min(1)
        .optional(),
    })
    .prefault({}),
})

export interface Settings extends z.infer<typeof fileSchema> {
  /** Absolute path of the data folder. */
  data: string
  host: string
  port: number
  publicUrl: string | undefined
  databaseUrl: string | undefined
  /** Absolute path of the folder that holds the registry tree. */
  tree: string
  /** Absolute path of the folder that holds the artifacts that are not in the tree. */
  gated: string
  origins: SettingOrigins
}

/** What the caller sets by hand; it goes before the environment. */
export interface SettingsOverrides {
  data?: string
  host?: string
  port?: number
  publicUrl?: string
  databaseUrl?: string
  config?: string
}

/** Settings by precedence: argument, environment, file, default. Throws `usage.invalid` naming the setting. */
export function loadSettings(env: Environment, overrides: SettingsOverrides = {}): Settings {
  const data = resolve(overrides.data ?? env.data ?? '.waybill')
  const path = overrides.config ?? env.config
  const { file, raw } = readConfig(path)
  if (!file.ecosystem.categories.some((category) => category.id === file.ecosystem.defaultCategory)) {
    throw new WaybillError(
      'usage.invalid',
      `ecosystem.defaultCategory: there is no category “${file.ecosystem.defaultCategory}”.`,
    )
  }
  return {
    ...file,
    mail: { ...file.mail, smtp: env.smtp ?? file.mail.smtp },
    billing: { ...file.billing, stripe: stripeKeys(env, file.billing.stripe) },
    data,
    host: overrides.host ?? env.host ?? '127.0.0.1',
    port: overrides.port ?? portOf(env.port) ?? 4600,
    publicUrl: publicUrlOf(overrides.publicUrl ?? env.publicUrl),
    databaseUrl: overrides.databaseUrl ?? env.databaseUrl,
    tree: treeFolder(env.storage, data),
    gated: resolve(data, 'private'),
    origins: originsOf({ file: path, raw }, env, overrides),
  }
}

function readConfig(path: string | undefined): { file: z.infer<typeof fileSchema>; raw: unknown } {
  let raw: unknown
  try {
    raw = path === undefined ? {} : (parse(readFileSync(path, 'utf8')) ?? {})
  } catch (cause) {
    const why = cause instanceof Error ? cause.message.split('\n')[0] : String(cause)
    throw new WaybillError('usage.invalid', `The configuration file ${path} cannot be read: ${why}`, {
      cause,
    })
  }
  const result = fileSchema.safeParse(raw)
  if (result.success) return { file: result.data, raw }
  const issue = result.error.issues[0]
  throw new WaybillError('usage.invalid', `${path}: ${issue?.path.join('.') || '(top)'}: ${issue?.message}`, {
    hint: 'docs/operating.md lists every setting.',
  })
}

/** The keys may stand in the environment, which goes before the file; one without the other is refused. */
function stripeKeys(
  env: Environment,
  file: z.infer<typeof fileSchema>['billing']['stripe'],
): z.infer<typeof fileSchema>['billing']['stripe'] {
  const secretKey = env.stripeSecretKey ?? file?.secretKey
  const webhookSecret = env.stripeWebhookSecret ?? file?.webhookSecret
  if (secretKey !== undefined && webhookSecret !== undefined) return { ...file, secretKey, webhookSecret }
  if (secretKey === undefined && webhookSecret === undefined) return undefined
  throw new WaybillError(
    'usage.invalid',
    `${secretKey === undefined ? 'WAYBILL_STRIPE_SECRET_KEY' : 'WAYBILL_STRIPE_WEBHOOK_SECRET'} is missing: Stripe needs both.`,
    { hint: 'docs/billing.md says where each is found.' },
  )
}

/** What mails, cookies and passkeys are made for: wrong, it would fail only when the first account is opened. */
function publicUrlOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  const url = URL.parse(text)
  const isAddress =
    url !== null &&
    (url.protocol === 'https:' || url.protocol === 'http:') &&
    url.username + url.password + url.search + url.hash === ''
  if (isAddress) return url.href.replace(/\/+$/, '')
  throw new WaybillError(
    'usage.invalid',
    `WAYBILL_PUBLIC_URL is “${text}”, which is no address of a registry.`,
    {
      hint: 'Write it as clients reach it, as in https://plugins.example.com.',
    },
  )
}

function portOf(text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined
  const port = Number(text)
  if (Number.isInteger(port) && port >= 0 && port <= 65535) return port
  throw new WaybillError('usage.invalid', `WAYBILL_PORT is “${text}”, which is not a port.`, {
    hint: 'Use a number from 0 to 65535.',
  })
}

function treeFolder(storage: string | undefined, data: string): string {
  if (!storage) return resolve(data, 'tree')
  if (storage.startsWith('file:')) {
    const folder = resolve(storage.replace(/^file:(\/\/)?/, ''))
    if (!`${data}${sep}`.startsWith(folder === sep ? sep : `${folder}${sep}`)) return folder
    throw new WaybillError('usage.invalid', `WAYBILL_STORAGE is ${folder}, which holds the data folder.`, {
      hint: 'Whatever serves the tree would serve the keys too: name a folder of its own.',
    })
  }
  throw new WaybillError(
    'usage.invalid',
    `WAYBILL_STORAGE is “${storage}”; this version stores to file:… only.`,
    {
      hint: 'Leave WAYBILL_STORAGE out, or set it to file:/path/to/folder.',
    },
  )
}
