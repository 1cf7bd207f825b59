export { configEntrySchema, dependencySchema, manifestFacts, platformSchema } from './facts.ts'
export type { ConfigEntry, Dependency, PlatformEntry } from './facts.ts'
export { manifestFiles, manifestLimit, parseManifest } from './manifest.ts'
export type { Manifest, ManifestFile } from './manifest.ts'
