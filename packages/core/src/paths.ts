import { parsePackageName } from './names.ts'

/** Every path that a client can see, in one place. All are relative to the registry's base URL, without a leading slash. */

export type ArchiveFormat = 'tar.gz' | 'zip'

/** TUF metadata lives here; its target files (`<sha256>.<name>`) under `targetsBase`. */
export const tufBase = 'metadata/tuf/'
export const targetsBase = 'metadata/'

export const paths = {
  /** `version` undefined is the timestamp, the one metadata file without a version in its name. */
  tufMetadata: (role: string, version?: number) =>
    version === undefined ? `${tufBase}${role}.json` : `${tufBase}${version}.${role}.json`,
  timestamp: `${tufBase}timestamp.json`,
  index: 'metadata/index.json',
  /** Where the bytes of a TUF target are: consistent snapshots put the digest before the file name (TUF 1.0 §6.2). */
  target: (target: string, sha256: string) => {
    const slash = target.lastIndexOf('/') + 1
    return `${targetsBase}${target.slice(0, slash)}${sha256}.${target.slice(slash)}`
  },
  checksums: (name: string) => `metadata/checksums/${name}/SHA256SUMS`,
  signature: (name: string, file: string) => `metadata/signatures/${name}/${file}.sig`,
  artifact: (category: string, name: string, file: string) => `${category}/${name}/${file}`,
} as const

/** TUF target paths. */
export const targets = {
  index: 'index.json',
  /** Every advisory of the registry in one file. */
  advisories: 'advisories/all.json',
  listing: (category: string) => `index/${category}.json`,
  package: (name: string) => `packages/${name}.json`,
} as const

/** `<name>-<version>[-<platform>].<format>`; a scope is part of the folder, not of the file. */
export function artifactFile(name: string, version: string, format: ArchiveFormat, platform = 'any'): string {
  const suffix = platform === 'any' ? '' : `-${platform}`
  return `${parsePackageName(name).base}-${version}${suffix}.${format}`
}

/** Routes of the HTTP API; `:part` is a parameter. */
export const api = {
  /** POST, multipart: fields `keyId` and `signature` (base64), then the file `artifact`. */
  publish: '/api/v1/publish',
  /** PUT with a reason yanks, DELETE takes it back. */
  yank: '/api/v1/packages/:name/versions/:version/yank',
  /** GET lists the publisher's keys, POST registers one with a signed challenge. */
  keys: '/api/v1/keys',
  keyChallenge: '/api/v1/keys/challenge',
  keyRevocation: '/api/v1/keys/:keyId/revocation',
  whoami: '/api/v1/whoami',
  openapi: '/api/openapi.json',
  docs: '/api/docs',
  alive: '/healthz',
  ready: '/readyz',
} as const
