import { z } from 'zod'

/** The part of a manifest that the index document repeats for each version, so that clients decide without the artifact. */

export const dependencySchema = z.object({
  /** A node-semver requirement. */
  requirement: z.string(),
  optional: z.boolean(),
  features: z.array(z.string()),
  /** False when the dependency's own default features are not wanted. */
  defaultFeatures: z.boolean(),
})

export const configEntrySchema = z.object({
  type: z.enum(['string', 'number', 'integer', 'boolean', 'array', 'object']),
  default: z.unknown().optional(),
  required: z.boolean(),
  secret: z.boolean(),
  env: z.string().optional(),
  enum: z.array(z.unknown()).optional(),
  description: z.string(),
})

export const platformSchema = z.object({
  package_format: z.enum(['tar.gz', 'zip', 'container']).optional(),
  binary_suffix: z.string().optional(),
  additional_deps: z.array(z.string()).optional(),
  signing_required: z.boolean().optional(),
  notarization_required: z.boolean().optional(),
  code_signing_required: z.boolean().optional(),
  base_images: z.array(z.string()).optional(),
})

export const manifestFacts = {
  license: z.string().optional(),
  main: z.string().optional(),
  dependencies: z.record(z.string(), dependencySchema),
  features: z.record(z.string(), z.array(z.string())),
  platforms: z.record(z.string(), platformSchema),
  /** Host name → requirement, for example `waybill` or `node`. */
  engines: z.record(z.string(), z.string()),
  /** What the plugin asks for: permission name → true, or the list of what it covers. */
  permissions: z.record(z.string(), z.union([z.boolean(), z.string(), z.array(z.string())])),
  /** Schema of the plugin's settings, by key. */
  configuration: z.record(z.string(), configEntrySchema),
}

export type Dependency = z.infer<typeof dependencySchema>
export type ConfigEntry = z.infer<typeof configEntrySchema>
export type PlatformEntry = z.infer<typeof platformSchema>
