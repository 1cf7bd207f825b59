import { Check, Clock, PencilLine, ScanSearch, Undo2, Upload, X } from 'lucide-react'
import type { LucideIcon } from 'lucide-react'
import { Banner, type Tone } from '../../design/badge.tsx'
import { LinkButton } from '../../design/button.tsx'
import {
  estimateWords,
  nextWords,
  possible,
  type State,
  type SubmissionView,
} from '../../parts/submission-words.ts'

const looks: Readonly<Record<State, { tone: Tone; icon: LucideIcon; title: string }>> = {
  uploaded: { tone: 'warn', icon: Upload, title: 'Uploaded, but not handed in yet' },
  validating: { tone: 'accent', icon: ScanSearch, title: 'The checks run' },
  in_review: { tone: 'accent', icon: Clock, title: 'It waits for a reviewer' },
  changes_requested: { tone: 'warn', icon: PencilLine, title: 'It needs changes' },
  approved: { tone: 'good', icon: Check, title: 'Approved' },
  published: { tone: 'good', icon: Check, title: 'Published' },
  rejected: { tone: 'bad', icon: X, title: 'Rejected' },
  withdrawn: { tone: 'neutral', icon: Undo2, title: 'Withdrawn' },
}

/** Where it stands and what comes next, first of all. */
export function NextStep({ view }: { view: SubmissionView }) {
  const { id, status, name, place, inReview } = view
  const { tone, icon, title } = looks[status]
  const can = possible(view)
  return (
    <Banner
      tone={tone}
      icon={icon}
      title={status === 'in_review' && inReview ? 'A reviewer has it' : title}
      action={
        can.goOn || can.revise ? (
          <LinkButton to="/dashboard/submit" search={{ submission: id }} variant="primary">
            {can.goOn ? 'Go on' : 'Upload a revision'}
          </LinkButton>
        ) : (
          status === 'published' &&
          name !== undefined && (
            <LinkButton to="/packages/$name" params={{ name }}>
              See its page
            </LinkButton>
          )
        )
      }
    >
      <p>{nextWords(view)}</p>
      {status === 'in_review' && !inReview && (
        <p className="mt-1">
          {place !== undefined &&
            (place === 1 ? 'It is next in the queue. ' : `Place ${place} in the queue. `)}
          {estimateWords(view)}
        </p>
      )}
    </Banner>
  )
}
