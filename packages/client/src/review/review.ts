import { api } from '@waybill/core/paths'
import { apiUrl, call, type RegistryAccess } from '../publish/access.ts'

/** What reviewers of a registry do; a submission itself is read with `getSubmission`. Times are ISO 8601. */

export const queueKinds = ['new', 'update', 'appeal'] as const

export interface QueueFilter {
  category?: string
  publisher?: string
  /** Claimed by nobody, or by whoever asks. */
  claim?: 'free' | 'mine'
  kind?: (typeof queueKinds)[number]
  /** Only those with a warning of a check, or only those without. */
  warned?: boolean
  /** So many are left out first. */
  after?: number
  /** At most so many, up to 200. */
  most?: number
}

export interface QueuedSubmission {
  id: string
  name: string
  version: string
  publisher: string
  category?: string
  kind: (typeof queueKinds)[number]
  waitingSince: string
  claimed: boolean
  claimedByMe: boolean
  checks: { pass: number; warn: number; fail: number; error: number }
}

export interface ReviewQueue {
  /** What an approval vouches for. */
  checklist: string[]
  /** Oldest first. */
  submissions: QueuedSubmission[]
}

type Change = 'added' | 'changed' | 'removed'

/** What a submission changes against the published version `against`; all of it is new where that is absent. */
export interface SubmissionDiff {
  name: string
  version: string
  against?: string
  permissions: { permission: string; change: Change; before?: unknown; after?: unknown }[]
  files: { path: string; change: Change; sizeBefore?: number; size?: number; binary: boolean }[]
  /** So many more that are not listed. */
  moreFiles?: number
}

/** Lines of one file that differ, with those around them; each begins with `+`, `-` or a space. */
export interface FileDiff {
  name: string
  version: string
  against?: string
  file: string
  hunks: { oldStart: number; newStart: number; lines: string[] }[]
}

/** Submissions that wait for a decision. */
export function reviewQueue(access: RegistryAccess, filter: QueueFilter = {}): Promise<ReviewQueue> {
  const query = new URLSearchParams(
    Object.entries(filter).flatMap(([name, value]): [string, string][] =>
      value === undefined ? [] : [[name, String(value)]],
    ),
  )
  return call(access, `${apiUrl(access, api.reviewQueue)}?${query.toString()}`)
}

/** Claims a submission, or extends the claim. Throws `submission.claimed` when another reviewer has it. */
export function claimSubmission(access: RegistryAccess, id: string): Promise<{ until: string }> {
  return call(access, apiUrl(access, api.reviewClaim, { id }), { method: 'POST' })
}

/** Gives a claim back. */
export async function releaseSubmission(access: RegistryAccess, id: string): Promise<void> {
  await call(access, apiUrl(access, api.reviewClaim, { id }), { method: 'DELETE' })
}

export function diffSubmission(access: RegistryAccess, id: string): Promise<SubmissionDiff> {
  return call(access, apiUrl(access, api.reviewDiff, { id }))
}

/** Throws `usage.invalid` for a file that is binary, too large, or in neither version. */
export function diffFile(access: RegistryAccess, id: string, file: string): Promise<FileDiff> {
  return call(access, `${apiUrl(access, api.reviewDiff, { id })}?${new URLSearchParams({ file }).toString()}`)
}

/** Comments on a submission, on a file of it, or on a line (from 1) of that. */
export async function commentSubmission(
  access: RegistryAccess,
  id: string,
  comment: { text: string; file?: string; line?: number },
): Promise<void> {
  await call(access, apiUrl(access, api.reviewComments, { id }), { method: 'POST', json: comment })
}

/** Decides on a submission. An approval needs every point of the registry's checklist, all else a reason. */
export async function decideSubmission(
  access: RegistryAccess,
  id: string,
  decision: {
    decision: 'approve' | 'request_changes' | 'reject'
    reason?: string
    checklist?: readonly string[]
  },
): Promise<void> {
  await call(access, apiUrl(access, api.reviewDecision, { id }), { method: 'POST', json: decision })
}
