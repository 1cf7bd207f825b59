import { Eye, Info, ShieldBan, Undo2 } from 'lucide-react'
import { Banner } from '../../design/badge.tsx'
import { LinkButton } from '../../design/button.tsx'
import { actionWords, stateWords, type SubmissionView } from '../../parts/submission-words.ts'

/** Why nothing can be decided here, or what happened meanwhile. */
export function Standing({
  view: { status, history },
  isOwn,
  isReviewer,
}: {
  view: SubmissionView
  isOwn: boolean
  isReviewer: boolean
}) {
  const last = history.at(-1)
  const queue = (
    <LinkButton to="/review" size="small">
      Back to the queue
    </LinkButton>
  )
  return (
    <div aria-live="polite" className="flex flex-col gap-3 empty:hidden">
      {status === 'withdrawn' && (
        <Banner tone="warn" icon={Undo2} title="The publisher withdrew this" action={queue}>
          There is nothing to decide any more. What you wrote is still below.
        </Banner>
      )}
      {status !== 'withdrawn' && status !== 'in_review' && (
        <Banner
          icon={Info}
          title={`${last ? actionWords(last.action) : stateWords[status].says}${last ? ` by ${last.by}` : ''}`}
          action={queue}
        >
          {last && last.why !== '' ? last.why : 'It waits for no decision now.'}
        </Banner>
      )}
      {isOwn && (
        <Banner tone="warn" icon={ShieldBan} title="This is of a publisher of yours">
          Nobody reviews their own; leave it to another reviewer.
        </Banner>
      )}
      {!isReviewer && (
        <Banner icon={Eye} title="You can look, but not decide">
          Decisions are for reviewers and administrators.
        </Banner>
      )}
    </div>
  )
}
