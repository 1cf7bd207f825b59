import { WaybillError } from '@waybill/core/errors'
import { pages } from '@waybill/core/paths'
import type { Pricing } from '@waybill/core/pricing'
import type { Actor } from '../access/index.ts'
import type { Notifier } from '../accounts/index.ts'
import type { TestRunner } from '../checks/index.ts'
import type { PackageContext } from '../packages/index.ts'
import type { Blobs } from '../platform/blobs/index.ts'
import type { Transaction } from '../platform/database/index.ts'
import type { Logger } from '../platform/log.ts'
import * as store from './store.ts'
import { follow, type Action } from './submission.ts'

export interface SubmissionContext extends PackageContext {
  log: Logger
  notifier: Notifier
  /** The tree: published artifacts are compared with, screenshots are put there. */
  blobs: Blobs
  /** Folder of the uploads. */
  uploads: string
  url: () => string
  runTests: TestRunner | undefined
  /** Artifacts of paid packages, which are not in the tree. */
  gated: Blobs
  /** Prices, which a feature to the right keeps. */
  pricing: {
    current: (transaction: Transaction, packageId: number) => Promise<Pricing>
    set: (transaction: Transaction, packageId: number, pricing: Pricing, at: Date) => Promise<void>
  }
  /** Tells the worker that there is something to do. */
  wake: () => void
  /** Waits until the registry has done what it can for a submission, or so many milliseconds. */
  whenSettled: (id: string, forMs: number) => Promise<void>
}

export const registry = 'the registry'

/** Names whoever acts, for people. */
export function nameOf(actor: Actor): string {
  return actor.user?.email ?? `token ${actor.token?.name ?? ''}`
}

/** Names whoever acts, for comparing: an account is the same with every token it has. */
export function idOf(actor: Actor): string {
  return actor.user ? `user ${actor.user.id}` : `token ${actor.token?.id ?? ''}`
}

export function noSubmission(id: string): WaybillError {
  return new WaybillError('submission.not_found', `There is no submission ${id.slice(0, 60)} for you.`, {
    hint: '“waybill submission list” shows yours.',
    details: { id: id.slice(0, 60) },
  })
}

type Change = Parameters<typeof store.updateSubmission>[2]

/**
 * Moves a locked submission by one action, and records who did it, when and why. Everything else that changes with it
 * comes along. Throws `submission.wrong_state`.
 */
export async function move(
  { clock, notifier, url }: Pick<SubmissionContext, 'clock' | 'notifier' | 'url'>,
  transaction: Transaction,
  submission: store.Submission,
  step: { action: Action; by: string; why: string; change?: Change; remarks?: number },
): Promise<void> {
  const { action, by, why, change, remarks = 0 } = step
  const state = follow(submission.state, action)
  const at = clock()
  await store.updateSubmission(transaction, submission.id, { ...change, state, changed_at: at })
  await store.insertEvent(transaction, { submission_id: submission.id, at, action, state, actor: by, why })
  const what = `${submission.name ?? 'your plugin'} ${submission.version ?? ''}`.trim()
  if (state === 'in_review')
    await notifier.tellReviewers(transaction, submission.publisher_id, {
      subject: `${what} waits for a review`,
      lines: [
        `${what} of ${submission.publisher} ${action === 'appeal' ? 'was rejected, and its publisher asks for a second look' : 'has passed the checks'}.`,
        '',
        `${url()}${pages.review.replace(':id', submission.id)}`,
        `waybill review show ${submission.id}`,
      ],
    })
  const subject = told[action]
  if (subject === undefined || submission.submitter_user === null) return
  await notifier.tell(transaction, 'submissions', submission.submitter_user, {
    subject: `${what} ${subject}`,
    lines: [
      ...(why === '' ? [] : [why, '']),
      ...(remarks === 0 ? [] : [`Comments on it: ${remarks}.`, '']),
      submissionPage(url(), submission.id),
      `waybill submission status ${submission.id}`,
    ],
  })
}

/** The page of a submission for its publisher. */
export const submissionPage = (url: string, id: string) => url + pages.submission.replace(':id', id)

/** What the submitter gets a mail of. */
const told: Partial<Record<Action, string>> = {
  failChecks: 'did not pass the checks',
  requestChanges: 'needs changes',
  reject: 'was rejected',
  publish: 'is published',
  failPublishing: 'could not be published',
  expire: 'was let go',
}
