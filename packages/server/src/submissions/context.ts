import { WaybillError } from '@waybill/core/errors'
import type { Pricing } from '@waybill/core/pricing'
import type { Actor } from '../access/index.ts'
import type { TestRunner } from '../checks/index.ts'
import type { PackageContext } from '../packages/index.ts'
import type { Blobs } from '../platform/blobs/index.ts'
import type { Transaction } from '../platform/database/index.ts'
import type { Logger } from '../platform/log.ts'
import type { Mailer } from '../platform/mail/index.ts'
import * as store from './store.ts'
import { follow, type Action } from './submission.ts'

export interface SubmissionContext extends PackageContext {
  log: Logger
  mailer: Mailer
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
  { clock, mailer, url, settings }: Pick<SubmissionContext, 'clock' | 'mailer' | 'url' | 'settings'>,
  transaction: Transaction,
  submission: store.Submission,
  step: { action: Action; by: string; why: string; change?: Change },
): Promise<void> {
  const { action, by, why, change } = step
  const state = follow(submission.state, action)
  const at = clock()
  await store.updateSubmission(transaction, submission.id, { ...change, state, changed_at: at })
  await store.insertEvent(transaction, { submission_id: submission.id, at, action, state, actor: by, why })
  const subject = told[action]
  if (subject === undefined || submission.submitter_user === null) return
  await mailer.send(transaction, {
    to: submission.submitter,
    subject: `${settings.ecosystem.name}: ${submission.name ?? 'your plugin'} ${submission.version ?? ''} ${subject}`,
    text: [
      ...(why === '' ? [] : [why, '']),
      `waybill submission status ${submission.id}`,
      '',
      `${settings.ecosystem.name}, ${url()}`,
      '',
    ].join('\n'),
  })
}

/** What the submitter gets a mail of. */
const told: Partial<Record<Action, string>> = {
  failChecks: 'did not pass the checks',
  requestChanges: 'needs changes',
  reject: 'was rejected',
  publish: 'is published',
  failPublishing: 'could not be published',
  expire: 'was let go',
}
