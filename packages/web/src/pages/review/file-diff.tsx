import { useQuery } from '@tanstack/react-query'
import { MessageSquarePlus } from 'lucide-react'
import { useState } from 'react'
import { reading } from '../../api/client.ts'
import { asProblem } from '../../api/problem.ts'
import { Button } from '../../design/button.tsx'
import { ProblemNote, SkeletonRows } from '../../design/states.tsx'
import { diffLines } from '../../parts/diff-lines.ts'
import { DiffView } from '../../parts/diff-view.tsx'
import { CommentCard, type Comment } from '../../parts/feedback.tsx'
import type { SubmissionView } from '../../parts/submission-words.ts'
import { CommentForm } from './comment-form.tsx'
import type { ChangedFile } from './files-panel.tsx'

/** The lines of one file that differ, with the comments on them. */
export function FileDiff({
  file: { path, binary },
  view,
  comments,
  mayComment,
}: {
  file: ChangedFile
  view: SubmissionView
  comments: readonly Comment[]
  mayComment: boolean
}) {
  const { id } = view
  const newest = view.uploads.at(-1)?.revision
  const query = useQuery({
    ...reading('/api/v1/reviews/{id}/diff', { params: { path: { id }, query: { file: path } } }),
    enabled: !binary,
  })
  const [asked, setAsked] = useState<number | 'file'>()
  const hunks = query.data?.hunks ?? []
  const lines = new Set(hunks.flatMap((hunk) => diffLines(hunk).map(({ after }) => after)))
  // A comment on a former upload stands at a line that may be another one now.
  const isHere = (comment: Comment) =>
    comment.line !== undefined && lines.has(comment.line) && (comment.revision ?? newest) === newest
  const elsewhere = comments.filter((comment) => !isHere(comment))
  const close = () => setAsked(undefined)
  const below = (line: number) => {
    const here = comments.filter((comment) => isHere(comment) && comment.line === line)
    if (here.length === 0 && asked !== line) return null
    return (
      <div className="flex max-w-2xl flex-col gap-2">
        {here.map((comment, place) => (
          <CommentCard key={place} comment={comment} newest={newest} />
        ))}
        {asked === line && <CommentForm id={id} file={path} line={line} onClose={close} />}
      </div>
    )
  }
  return (
    <div className="border-t border-line">
      <div className="flex flex-col gap-2 bg-page px-5 py-3">
        {elsewhere.map((comment, place) => (
          <CommentCard
            key={place}
            comment={comment}
            newest={newest}
            where={
              <>{comment.line === undefined ? <span>on the file</span> : <span>line {comment.line}</span>}</>
            }
          />
        ))}
        {mayComment &&
          (asked === 'file' ? (
            <CommentForm id={id} file={path} onClose={close} />
          ) : (
            <Button size="small" variant="quiet" className="self-start" onClick={() => setAsked('file')}>
              <MessageSquarePlus aria-hidden className="size-4" />
              Comment on the file
            </Button>
          ))}
        {binary && <p className="text-sm text-muted">A binary file has no lines to show.</p>}
      </div>
      {binary ? null : query.error ? (
        <div className="px-5 pb-4">
          <ProblemNote problem={asProblem(query.error)} retry={() => void query.refetch()} />
        </div>
      ) : !query.data ? (
        <div className="px-5 py-4">
          <SkeletonRows what={path} rows={4} className="h-5" />
        </div>
      ) : (
        <DiffView
          label={path}
          hunks={hunks}
          renderLine={(line) => (line.after === undefined ? null : below(line.after))}
          {...(mayComment && { onLine: (line) => setAsked(line.after) })}
        />
      )}
    </div>
  )
}
