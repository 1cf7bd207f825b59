import { isDeepStrictEqual } from 'node:util'
import type { Manifest } from '@waybill/core/manifest'
import { compareVersions } from '@waybill/core/versions'
import type { CheckResult } from '../checks/index.ts'
import type { FileChange } from './diff.ts'

/** The operator's rule for updates that need no reviewer. */
export interface AutoApprovalRule {
  /** Versions of this publisher that a reviewer approved, or that were published so, since it is in these hands. */
  readonly minPublished: number
  /** The publisher proved a domain. */
  readonly verifiedPublisher: boolean
  readonly maxChangedFiles: number
  readonly maxChangedBytes: number
  readonly level: 'patch' | 'minor'
}

export interface Candidate {
  readonly previous: { version: string; manifest: Manifest } | undefined
  readonly manifest: Manifest
  readonly checks: readonly CheckResult[]
  readonly changes: readonly FileChange[]
  readonly published: number
  readonly isVerified: boolean
  readonly breaking: boolean
}

/** Why a submission is not for the rule; undefined when it is. Whatever is unknown counts against it. */
export function whyNotAutomatic(rule: AutoApprovalRule, candidate: Candidate): string | undefined {
  const { previous, manifest, checks, changes, published, isVerified, breaking } = candidate
  if (!previous) return 'it is the first version'
  if (published < rule.minPublished)
    return `the publisher has ${published} of ${rule.minPublished} approved versions`
  if (rule.verifiedPublisher && !isVerified) return 'the publisher has proven no domain'
  // Tests that nobody ran warn; where the registry asks for tests they fail, and it does not come to this.
  const bad = checks.find(({ id, status }) => status !== 'pass' && !(id === 'tests' && status === 'warn'))
  if (bad) return `the check “${bad.title}” says ${bad.status}`
  if (breaking) return 'it breaks what depends on it'
  if (!isSmallStep(previous.version, manifest.version, rule.level))
    return `it is more than a ${rule.level} update`
  if (!isDeepStrictEqual(previous.manifest.permissions, manifest.permissions))
    return 'its permissions changed'
  if (changes.length > rule.maxChangedFiles) return `${changes.length} files changed`
  const bytes = changes.reduce((sum, { sizeBefore, size }) => sum + Math.max(sizeBefore ?? 0, size ?? 0), 0)
  return bytes > rule.maxChangedBytes ? `${bytes} bytes in changed files` : undefined
}

function isSmallStep(from: string, to: string, level: 'patch' | 'minor'): boolean {
  if (to.includes('-') || compareVersions(to, from) <= 0) return false
  const [a, b] = [from, to].map((version) => version.split('.').map((part) => Number.parseInt(part, 10)))
  // Below 1.0.0 a minor version may break, as everywhere in semver.
  const parts = level === 'patch' || a?.[0] === 0 ? [0, 1] : [0]
  return parts.every((part) => a?.[part] === b?.[part])
}
