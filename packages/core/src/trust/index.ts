import { createHash } from 'node:crypto'

export { binNames, binOf } from './bins.ts'
export { buildBin, buildRoot, buildSnapshot, buildTargets, buildTimestamp, sign } from './build.ts'
export { createVerifier, publicKeyFromPem, publicKeyOfPrivate, signStream, verifyBytes } from './ed25519.ts'
export type { PublicKeyInfo, Verifier } from './ed25519.ts'
export { checkClock, clockTolerance } from './expiry.ts'
export { signingKeyFromPem } from './keys.ts'
export type { SigningKey } from './keys.ts'
export type { RootSigned, Signed, TargetInfo, TufKey } from './metadata.ts'
export { requireHashes } from './trusted-set.ts'
export { Updater } from './updater.ts'
export type { MetadataFetcher, MetadataStore, UpdaterOptions } from './updater.ts'

/** What people compare to pin a registry: `sha256:` and the digest of version 1 of its root, byte for byte. */
export function rootFingerprint(rootBytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(rootBytes).digest('hex')}`
}
