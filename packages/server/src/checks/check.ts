import type { ArchiveFormat, ArchiveLimits, ByteSource } from '@waybill/core/archive'
import type { Manifest } from '@waybill/core/manifest'
import type { PackageContents, Reading } from './contents.ts'
import type { TestRunner } from './test-runner/test-runner.ts'

/** `error`: the check itself could not be done; it never counts as a pass. */
export type CheckStatus = 'pass' | 'warn' | 'fail' | 'error'

export interface Evidence {
  file?: string
  /** From 1. */
  line?: number
  text: string
}

export interface CheckResult {
  id: string
  title: string
  status: CheckStatus
  summary: string
  /** At most 50 items, with texts of at most 300 characters. */
  evidence: Evidence[]
}

export interface Screenshot {
  name: string
  bytes: Uint8Array
}

/** Everything that the checks may know of a submission. */
export interface CheckSubject {
  source: ByteSource
  format: ArchiveFormat
  /** Packed size in bytes. */
  size: number
  /** Throws WaybillError when the publisher signature is missing or wrong. */
  verifySignature(): Promise<void>
  listing: {
    name: string
    version: string
    description: string
    /** Where neither says one, the registry has a default. */
    category: string | undefined
    tags: string[]
    screenshots: Screenshot[]
    documentation: string
  }
  releaseNotes: string | undefined
  /** Last published version of the package. */
  previous: { version: string; manifest: Manifest } | undefined
  /** Every name in the registry, with its publisher. */
  otherNames(): Promise<readonly { name: string; publisher: string }[]>
  publisher: string
  /** Categories that the registry knows. */
  categories: readonly string[]
  limits: ArchiveLimits & { readonly readmeBytes: number }
  /** What the ecosystem asks of every plugin; what is asked for and not there fails instead of warning. */
  requirements: { testing: boolean; documentation: boolean; security: boolean }
  /** Undefined: the operator has enabled none. */
  runTests: TestRunner | undefined
  signal?: AbortSignal
}

export interface Verdict {
  status: CheckStatus
  summary: string
  evidence?: Evidence[]
}

interface Head {
  readonly id: string
  readonly title: string
}

/** A check that also has something to say of an archive or a manifest that was refused. */
interface SubjectCheck extends Head {
  readonly needs: 'subject'
  run(subject: CheckSubject, reading: Reading): Promise<Verdict>
}

/** A check that needs the package's files; without them it is answered with `error`. */
interface PackageCheck extends Head {
  readonly needs: 'package'
  run(subject: CheckSubject, contents: PackageContents): Promise<Verdict>
}

export type Check = SubjectCheck | PackageCheck
