import { stat } from 'node:fs/promises'
import { WaybillError } from '@waybill/core/errors'
import { api } from '@waybill/core/paths'
import { fileFailure } from '../files.ts'
import { apiUrl, call, type RegistryAccess } from '../publish/access.ts'
import { inspectFile, readPieces } from '../publish/artifact-file.ts'
import type { PublisherKeyPair } from '../publish/keys.ts'
import { multipartForm } from '../publish/multipart.ts'
import { signedForm } from '../publish/publish.ts'
import { upload } from '../publish/upload.ts'

/** What a plugin costs; amounts are whole numbers of the currency's smallest unit (999 is 9.99 euros). */
export interface PricingConfig {
  type: 'free' | 'paid' | 'freemium' | 'subscription'
  price?: number
  /** ISO 4217. */
  currency?: string
  subscription?: boolean
  interval?: 'month' | 'year'
}

/** What a plugin shows of itself in the marketplace. */
export interface MarketplaceMetadata {
  name: string
  description: string
  version: string
  category?: string
  tags: string[]
  /** Absent: the price stays what it is; a new plugin is free. */
  pricing?: PricingConfig
  /**
   * Ids that `uploadScreenshot` gave; `MarketplacePublisher` takes files of images too. Absent: the images that the plugin
   * shows stay.
   */
  screenshots?: string[]
  /** An address, or a text in Markdown. */
  documentation: string
}

export type SubmissionState =
  | 'uploaded'
  | 'validating'
  | 'in_review'
  | 'changes_requested'
  | 'approved'
  | 'published'
  | 'rejected'
  | 'withdrawn'

export interface Feedback {
  at: string
  from: string
  text: string
  file?: string
  line?: number
  revision?: number
}

export interface CheckResult {
  id: string
  title: string
  status: 'pass' | 'warn' | 'fail' | 'error'
  summary: string
  evidence: { file?: string; line?: number; text: string }[]
}

/** Where a submission stands. */
export interface Submission {
  id: string
  status: SubmissionState
  publisher: string
  name?: string
  version?: string
  /** Per cent. */
  reviewProgress: number
  feedback: Feedback[]
  /** ISO 8601, or `unknown` while the registry has no history to tell from. */
  estimatedCompletion: string
  /** For people. */
  estimatedReviewTime: string
  estimate?: { seconds: number; upperSeconds: number; basis: number; latest: string }
  /** Place in the queue, from 1. */
  place?: number
  /** A reviewer has it now. */
  inReview: boolean
  checks: CheckResult[]
  uploads: { packageId: string; revision: number; size: number; sha256: string; at: string }[]
  history: { at: string; action: string; state: SubmissionState; by: string; why: string }[]
  /** What its publisher can do now. */
  next: string
  reviewUrl: string
}

export interface UploadedPackage {
  packageId: string
  uploadUrl: string
  submissionId: string
}

export interface SendOptions {
  key: PublisherKeyPair
  /** The submission that this is a revision of. */
  submission?: string
  /** Told the bytes sent so far and the whole. */
  onProgress?: (sent: number, total: number) => void
}

/** Uploads a packed plugin, signed. Throws what `publishArtifact` throws. */
export async function uploadPackage(
  access: RegistryAccess,
  file: string,
  { key, submission, onProgress }: SendOptions,
): Promise<UploadedPackage> {
  await inspectFile(file)
  const form = await signedForm(file, {
    key,
    field: 'plugin',
    fields: { timestamp: String(Date.now()), ...(submission === undefined ? {} : { submission }) },
  })
  return upload(apiUrl(access, api.upload), form, { token: access.token, onProgress, signal: access.signal })
}

/** Most bytes of an image that a registry takes. */
const mostImageBytes = 10 * 1024 * 1024

/** Uploads an image; the id goes into `metadata.screenshots`. Throws `screenshot.invalid` or `file.unreadable`. */
export async function uploadScreenshot(access: RegistryAccess, file: string): Promise<string> {
  const { size } = await stat(file).catch((cause: unknown) => {
    throw fileFailure(file, 'read', cause)
  })
  if (size > mostImageBytes)
    throw new WaybillError(
      'screenshot.invalid',
      `${file} has ${size} bytes; a screenshot may have ${mostImageBytes}.`,
      {
        hint: 'Make it smaller, or save it as JPEG or WebP.',
        details: { path: file, limit: mostImageBytes },
      },
    )
  const form = multipartForm({}, { field: 'image', filename: 'image', size, content: () => readPieces(file) })
  const { id } = await upload<{ id: string }>(apiUrl(access, api.screenshots), form, {
    token: access.token,
    signal: access.signal,
  })
  return id
}

/** Submits an upload. Throws `submission.*` or what the registry finds wrong with the metadata. */
export function submitPackage(
  access: RegistryAccess,
  request: { packageId: string; metadata: MarketplaceMetadata; releaseNotes?: string; breaking?: boolean },
): Promise<{ submissionId: string; reviewUrl: string; estimatedReviewTime: string }> {
  return call(access, apiUrl(access, api.submit), { method: 'POST', json: request })
}

/** Throws `submission.not_found`. */
export function getSubmission(access: RegistryAccess, id: string): Promise<Submission> {
  return call(access, apiUrl(access, api.submission, { id }))
}

export interface SubmissionSummary {
  id: string
  status: SubmissionState
  publisher: string
  name?: string
  version?: string
  at: string
}

/** The newest submissions of one's publishers. */
export async function listSubmissions(access: RegistryAccess): Promise<SubmissionSummary[]> {
  return (await call<{ submissions: SubmissionSummary[] }>(access, apiUrl(access, api.submissions)))
    .submissions
}

/** Takes a submission back. Throws `submission.wrong_state` when it is too late. */
export function withdrawSubmission(access: RegistryAccess, id: string, reason: string): Promise<void> {
  return call(access, apiUrl(access, api.submissionWithdrawal, { id }), { method: 'POST', json: { reason } })
}

/** Asks another reviewer to look at a rejected submission, once. */
export function appealSubmission(access: RegistryAccess, id: string, reason: string): Promise<void> {
  return call(access, apiUrl(access, api.submissionAppeal, { id }), { method: 'POST', json: { reason } })
}

export interface PluginUpdate {
  updateId: string
  version: string
  /** ISO 8601; absent while it is in review. */
  publishedAt?: string
  status: SubmissionState
  reviewUrl: string
}

/** Updates a published plugin in one call. */
export async function updatePublished(
  access: RegistryAccess,
  name: string,
  file: string,
  options: SendOptions & { version: string; releaseNotes: string; breaking: boolean },
): Promise<PluginUpdate> {
  await inspectFile(file)
  const { key, onProgress, version, releaseNotes, breaking } = options
  const form = await signedForm(file, {
    key,
    field: 'plugin',
    fields: { version, releaseNotes, breaking: String(breaking) },
  })
  return upload(apiUrl(access, api.plugin, { name }), form, {
    method: 'PUT',
    token: access.token,
    onProgress,
    signal: access.signal,
  })
}

/** Takes a version back for good. Throws `unpublish.refused` outside the registry's policy. */
export function unpublish(
  access: RegistryAccess,
  { name, version }: { name: string; version: string },
  reason: string,
): Promise<void> {
  return call(access, apiUrl(access, api.unpublish, { name, version }), { method: 'POST', json: { reason } })
}
