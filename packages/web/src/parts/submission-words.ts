import type { Answer } from '../api/client.ts'
import type { Tone } from '../design/badge.tsx'
import { countOf, duration } from '../design/format.ts'

export type SubmissionView = Answer<'/api/v1/submissions/{id}'>
export type State = SubmissionView['status']

/** A state as a word or two, and how it looks. */
export const stateWords: Readonly<Record<State, { says: string; tone: Tone }>> = {
  uploaded: { says: 'Not submitted yet', tone: 'warn' },
  validating: { says: 'Being checked', tone: 'accent' },
  in_review: { says: 'Waiting for review', tone: 'accent' },
  changes_requested: { says: 'Changes needed', tone: 'warn' },
  approved: { says: 'Approved', tone: 'good' },
  published: { says: 'Published', tone: 'good' },
  rejected: { says: 'Rejected', tone: 'bad' },
  withdrawn: { says: 'Withdrawn', tone: 'neutral' },
}

/** A step of a submission’s history as its title. */
export function actionWords(action: string): string {
  return actions[action] ?? action
}
const actions: Readonly<Record<string, string>> = {
  upload: 'Uploaded',
  submit: 'Submitted',
  queue: 'Checks done; put into the queue',
  failChecks: 'Sent back by the checks',
  autoApprove: 'Approved by rule, as a small update',
  requestChanges: 'Changes requested',
  approve: 'Approved',
  reject: 'Rejected',
  publish: 'Published',
  failPublishing: 'Sent back: it could not be published',
  withdraw: 'Withdrawn',
  expire: 'Let go, as nothing came for too long',
  appeal: 'Appealed',
}

export const isAppealed = ({ history }: Pick<SubmissionView, 'history'>): boolean =>
  history.some(({ action }) => action === 'appeal')

/** What a publisher can do, by state; the registry has the last word. */
export function possible(view: Pick<SubmissionView, 'status' | 'history'>) {
  const { status } = view
  return {
    goOn: status === 'uploaded',
    revise: status === 'changes_requested',
    withdraw: ['uploaded', 'validating', 'in_review', 'changes_requested', 'approved'].includes(status),
    appeal: status === 'rejected' && !isAppealed(view),
  }
}

/** What happens now, or what its publisher is to do, as a sentence. */
export function nextWords(view: Pick<SubmissionView, 'status' | 'history' | 'inReview' | 'checks'>): string {
  switch (view.status) {
    case 'uploaded':
      return 'Describe it and hand it in within 24 hours, or the upload is let go.'
    case 'validating':
      return 'The registry looks at it. This page follows; you can also leave, and a mail tells you if something is wrong.'
    case 'in_review':
      return view.inReview
        ? 'A reviewer is looking at it now. You get a mail when it is decided.'
        : 'The checks are done. Reviewers take what came first; you get a mail when it is decided.'
    case 'changes_requested':
      return view.history.findLast(({ action }) => action !== 'upload')?.action === 'failChecks'
        ? 'Mend what the checks found below, then upload a revision within 30 days.'
        : 'Answer what the reviewer asks for below, then upload a revision within 30 days.'
    case 'approved':
      return 'It is being published; that takes some seconds.'
    case 'published':
      return 'Everyone can install it.'
    case 'rejected':
      return isAppealed(view)
        ? 'The second decision stands. You can upload a version that answers the reasons.'
        : 'If you think this is wrong, appeal within 30 days: another reviewer then looks at it, once.'
    case 'withdrawn':
      return 'Nothing of it is left but its history. Upload it again when it is ready.'
  }
}

/** When a decision can be expected, as the registry’s own history says. */
export function estimateWords({ estimate }: Pick<SubmissionView, 'estimate'>): string {
  if (!estimate) return 'Too few decisions yet to say when.'
  return `Usually within ${duration(estimate.seconds)}; nine of ten within ${duration(estimate.upperSeconds)} (from ${countOf(estimate.basis, 'decision')}).`
}

type Stage = { title: string; state: 'done' | 'now' | 'stopped' | 'ahead' }

/** The way of a submission in four stages; where it was sent back, the stage that did it. */
export function stagesOf({ status, history }: Pick<SubmissionView, 'status' | 'history'>): Stage[] {
  const titles = ['Upload', 'Checks', 'Review', 'Published']
  const sentBackBy = history.findLast(({ state, action }) => state === status && action !== 'upload')?.action
  const left = history.findLast(({ action, state }) => state !== status && action !== 'upload')?.state
  const at: Readonly<Record<State, number>> = {
    uploaded: 0,
    validating: 1,
    in_review: 2,
    changes_requested: sentBackBy === 'failChecks' ? 1 : sentBackBy === 'failPublishing' ? 3 : 2,
    approved: 3,
    published: 4,
    rejected: 2,
    withdrawn: left === 'in_review' ? 2 : left === 'validating' ? 1 : left === 'approved' ? 3 : 0,
  }
  const here = at[status]
  const isStopped = status === 'changes_requested' || status === 'rejected' || status === 'withdrawn'
  return titles.map((title, place) => ({
    title,
    state: place < here ? 'done' : place > here ? 'ahead' : isStopped ? 'stopped' : 'now',
  }))
}

/** How long to wait before asking again; `false` when nothing changes by itself. */
export function pollEvery(status: State | undefined): number | false {
  if (status === 'validating' || status === 'approved') return 1000
  return status === 'in_review' ? 15_000 : false
}
