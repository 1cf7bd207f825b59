import { WaybillError } from '@waybill/core/errors'

/** The life of a submission; every change of state goes through this table. */
export const states = [
  'uploaded',
  'validating',
  'in_review',
  'changes_requested',
  'approved',
  'published',
  'rejected',
  'withdrawn',
] as const
/** How long an upload waits to be submitted, and a decision to be answered with a revision or an appeal. */
export const waits = { uploadHours: 24, revisionDays: 30, appealDays: 30 } as const

export type State = (typeof states)[number]

interface Transition {
  readonly from: readonly State[]
  readonly to: State
  readonly by: 'publisher' | 'reviewer' | 'registry'
  /** As a person would say it. */
  readonly verb: string
}

export const transitions = {
  submit: { from: ['uploaded', 'changes_requested'], to: 'validating', by: 'publisher', verb: 'submitted' },
  queue: { from: ['validating'], to: 'in_review', by: 'registry', verb: 'put into the queue' },
  failChecks: { from: ['validating'], to: 'changes_requested', by: 'registry', verb: 'sent back by checks' },
  autoApprove: { from: ['validating'], to: 'approved', by: 'registry', verb: 'approved by rule' },
  requestChanges: { from: ['in_review'], to: 'changes_requested', by: 'reviewer', verb: 'sent back' },
  approve: { from: ['in_review'], to: 'approved', by: 'reviewer', verb: 'approved' },
  reject: { from: ['in_review'], to: 'rejected', by: 'reviewer', verb: 'rejected' },
  publish: { from: ['approved'], to: 'published', by: 'registry', verb: 'published' },
  failPublishing: {
    from: ['approved'],
    to: 'changes_requested',
    by: 'registry',
    verb: 'sent back at publishing',
  },
  withdraw: {
    from: ['uploaded', 'validating', 'in_review', 'changes_requested', 'approved'],
    to: 'withdrawn',
    by: 'publisher',
    verb: 'withdrawn',
  },
  expire: { from: ['uploaded', 'changes_requested'], to: 'withdrawn', by: 'registry', verb: 'let go' },
  appeal: { from: ['rejected'], to: 'in_review', by: 'publisher', verb: 'appealed' },
} as const satisfies Record<string, Transition>

export type Action = keyof typeof transitions

/** The state that an action leads to. Throws `submission.wrong_state` where it is not possible. */
export function follow(from: State, action: Action): State {
  const transition: Transition = transitions[action]
  if (transition.from.includes(from)) return transition.to
  const possible = actionsFrom(from)
  throw new WaybillError(
    'submission.wrong_state',
    `The submission is ${words(from)}; it cannot be ${transition.verb} now.`,
    {
      hint:
        possible.length > 0
          ? `From here it can be ${possible.map((each) => transitions[each].verb).join(', ')}.`
          : 'Nothing changes it any more; upload a new version.',
      details: { state: from, action },
    },
  )
}

/** What can happen to a submission in a state. */
export function actionsFrom(state: State): Action[] {
  return (Object.keys(transitions) as Action[]).filter((action) =>
    (transitions[action].from as readonly State[]).includes(state),
  )
}

/** True while something can still happen to it. */
export function isOpen(state: State): boolean {
  return state !== 'published' && state !== 'withdrawn' && state !== 'rejected'
}

/** A state as a sentence says it: “the submission is …”. */
export function words(state: State): string {
  return state === 'changes_requested' ? 'waiting for changes' : state.replace('_', ' ')
}

/**
 * How far a submission is, in per cent: the checks are the first 40, the way through the queue the next 40, the review
 * itself and publishing the rest.
 */
export function progressOf(submission: {
  state: State
  checksDone: number
  checksTotal: number
  place: number | undefined
  placeAtEntry: number | undefined
  isClaimed: boolean
}): number {
  const { state, checksDone, checksTotal, place, placeAtEntry, isClaimed } = submission
  if (state === 'uploaded') return 0
  if (state === 'validating') return checksTotal === 0 ? 0 : Math.floor((40 * checksDone) / checksTotal)
  if (state === 'in_review') {
    if (isClaimed) return 85
    const behind = Math.max(1, placeAtEntry ?? 1)
    return 40 + Math.floor((40 * (behind - Math.min(place ?? behind, behind))) / behind)
  }
  if (state === 'approved') return 95
  return state === 'changes_requested' ? 40 : 100
}
