import { Panel } from '../../design/layout.tsx'
import { byFile, CommentCard } from '../../parts/feedback.tsx'
import type { SubmissionView } from '../../parts/submission-words.ts'
import { CommentForm } from './comment-form.tsx'

/** All that was said of a submission; those on files lead to them. */
export function CommentsPanel({
  view: { id, feedback, uploads },
  mayComment,
  onShow,
}: {
  view: SubmissionView
  mayComment: boolean
  onShow: (file: string) => void
}) {
  const newest = uploads.at(-1)?.revision
  if (feedback.length === 0 && !mayComment) return null
  return (
    <Panel title="Comments" says={mayComment ? 'The publisher sees them at once.' : undefined}>
      <div className="flex flex-col gap-4">
        {feedback.length === 0 && (
          <p className="text-sm text-muted">None yet. Open a file and press the button beside a line.</p>
        )}
        {byFile(feedback).map(({ file, comments }) => (
          <section key={file ?? ''} className="flex flex-col gap-2">
            {file !== undefined && (
              <h3>
                <button
                  type="button"
                  className="link min-h-6 text-left font-mono text-sm break-all"
                  onClick={() => onShow(file)}
                >
                  {file}
                </button>
              </h3>
            )}
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
        {mayComment && <CommentForm id={id} />}
      </div>
    </Panel>
  )
}
