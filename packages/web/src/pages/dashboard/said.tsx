import { Panel } from '../../design/layout.tsx'
import { byFile, CommentCard } from '../../parts/feedback.tsx'
import type { SubmissionView } from '../../parts/submission-words.ts'

/** What was decided and why, and what reviewers remarked on files and lines. */
export function Said({ view: { feedback: all, history, uploads } }: { view: SubmissionView }) {
  const last = history.findLast(({ why, action }) => why !== '' && action !== 'upload')
  // What the checks found stands among the checks.
  const feedback = last?.action === 'failChecks' ? all.filter(({ revision }) => revision !== undefined) : all
  if (feedback.length === 0) return null
  const newest = uploads.at(-1)?.revision
  const isAppeal = last?.action === 'appeal'
  return (
    <Panel
      title="What was said"
      says={
        isAppeal ? 'Your appeal and the reviewers’ remarks.' : 'The reasons, and remarks on files and lines.'
      }
    >
      <div className="flex flex-col gap-5">
        {byFile(feedback).map(({ file, comments }) => (
          <section key={file ?? ''} className="flex flex-col gap-2">
            {file !== undefined && <h3 className="font-mono text-sm font-medium break-all">{file}</h3>}
            {comments.map((comment, place) => (
              <CommentCard
                key={place}
                comment={comment}
                newest={newest}
                where={<>{comment.line !== undefined && <span>line {comment.line}</span>}</>}
              />
            ))}
          </section>
        ))}
      </div>
    </Panel>
  )
}
