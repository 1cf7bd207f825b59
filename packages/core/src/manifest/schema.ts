import { z } from 'zod'
import { isOfType } from '../config/plugin-config.ts'
import { isWaybillError } from '../errors.ts'
import { featureCycle } from '../resolver/features.ts'
import { parsePackageName } from '../names.ts'
import { parseDuration } from '../units.ts'
import { parseRequirement, parseVersion } from '../versions.ts'
import { configEntrySchema, platformSchema } from './facts.ts'
import { isLicense } from './license.ts'

/** The written form of a manifest: `plugin.toml`, or the same as `plugin.json` (DESIGN §5). */

/** Makes a zod check of a parser that throws a WaybillError. */
function parsed(parse: (text: string) => unknown) {
  return (text: string, context: z.RefinementCtx): string => {
    try {
      parse(text)
      return text
    } catch (error) {
      if (!isWaybillError(error)) throw error
      context.addIssue({ code: 'custom', message: [error.message, error.hint].filter(Boolean).join(' ') })
      return z.NEVER
    }
  }
}

const name = z.string().transform(parsed(parsePackageName))
const version = z.string().transform(parsed(parseVersion))
const requirement = z.string().transform(parsed(parseRequirement))
const feature = z.string().regex(/^[A-Za-z0-9@][A-Za-z0-9@/._-]{0,200}$/, 'is not a feature name')
/** Records with bounded size, whose keys cannot be taken for properties of Object. */
const record = <T extends z.ZodType>(key: z.ZodType<string, string>, value: T, most: number) =>
  z
    .record(key, value)
    .refine((entries) => Object.keys(entries).length <= most, `has more than ${most} entries`)
    .default({})

const url = z.url({ protocol: /^https?$/, message: 'is not an http or https URL' }).max(500)
const key = z.string().regex(/^[A-Za-z][A-Za-z0-9._-]{0,99}$/, 'is not a valid key')
const text = (most: number) => z.string().max(most, `is longer than ${most} characters`)
const line = (most: number) => text(most).regex(/^[^\p{Cc}\u2028\u2029]*$/u, 'has control characters')
const platformKey = z
  .string()
  .regex(/^(?=.{1,60}$)[a-z0-9]+(-[a-z0-9_]+){0,2}$/, 'is not a platform such as linux-x86_64')
const entryPath = text(1000).regex(
  /^(?!\/)(?!.*(?:^|\/)\.\.(?:\/|$))[^\\\p{Cc}]+$/u,
  'is not a path inside the package',
)

const dependency = z.union([
  requirement.transform((value) => ({
    requirement: value,
    optional: false,
    features: [],
    defaultFeatures: true,
  })),
  z
    .strictObject({
      version: requirement,
      optional: z.boolean().default(false),
      features: z.array(feature).max(100).default([]),
      'default-features': z.boolean().default(true),
    })
    .transform((table) => ({
      requirement: table.version,
      optional: table.optional,
      features: table.features,
      defaultFeatures: table['default-features'],
    })),
])

/** Longest time that a test command may take: 10 minutes. */
const longestTest = 600_000

const test = z
  .strictObject({
    command: z.array(line(1000).min(1, 'has an empty word')).min(1, 'is empty').max(100),
    timeout: z.string().transform(parsed(parseDuration)).default('60s'),
  })
  .transform(({ command, timeout }) => ({ command, timeoutMs: parseDuration(timeout) }))
  .refine(({ timeoutMs }) => timeoutMs > 0 && timeoutMs <= longestTest, {
    path: ['timeout'],
    message: 'is not between 1ms and 10m',
  })

export const writtenManifest = z
  .strictObject({
    package: z.strictObject({
      name,
      version,
      description: line(1000).default(''),
      license: line(200).refine(isLicense, 'is not an SPDX licence expression').optional(),
      category: line(130).optional(),
      keywords: z.array(line(60)).max(50).default([]),
      authors: z.array(line(200)).max(50).default([]),
      homepage: url.optional(),
      repository: url.optional(),
      readme: entryPath.optional(),
      icon: entryPath.optional(),
      main: entryPath.optional(),
      platform: platformKey.optional(),
      engines: record(key, requirement, 20),
    }),
    dependencies: record(name, dependency, 500),
    features: record(feature, z.array(feature).max(200), 200),
    platforms: record(
      platformKey,
      z.strictObject({
        ...platformSchema.shape,
        binary_suffix: line(20).optional(),
        additional_deps: z
          .array(z.string().regex(/^[A-Za-z0-9][\w.+-]{0,99}$/, 'is not the name of a program or library'))
          .max(50)
          .optional(),
        base_images: z.array(line(200)).max(50).optional(),
      }),
      50,
    ),
    config: record(
      key,
      z.strictObject({
        ...configEntrySchema.shape,
        required: z.boolean().default(false),
        secret: z.boolean().default(false),
        env: z
          .string()
          .regex(/^[A-Z_][A-Z0-9_]{0,99}$/, 'is not an environment name')
          .optional(),
        description: line(1000).default(''),
      }),
      200,
    ),
    permissions: record(key, z.union([z.boolean(), line(200), z.array(line(200)).max(200)]), 100),
    test: test.optional(),
  })
  .superRefine(({ package: { platform }, platforms, features, config }, context) => {
    for (const [name, { type, default: value, enum: allowed }] of Object.entries(config)) {
      const isAllowed = allowed?.some((each) => JSON.stringify(each) === JSON.stringify(value)) ?? true
      if (value !== undefined && (!isOfType(type, value) || !isAllowed))
        context.addIssue({
          code: 'custom',
          path: ['config', name, 'default'],
          message: `is not ${isAllowed ? `of type ${type}` : 'one of its enum'}`,
        })
    }
    if (platform !== undefined && Object.keys(platforms).length > 0 && !Object.hasOwn(platforms, platform))
      context.addIssue({
        code: 'custom',
        path: ['package', 'platform'],
        message: `has no [platforms.${platform}] beside the others`,
      })
    const cycle = featureCycle(features)
    if (cycle)
      context.addIssue({
        code: 'custom',
        path: ['features', cycle[0] ?? ''],
        message: `leads back to itself: ${cycle.join(' → ')}`,
      })
  })
