import type { ReactNode } from 'react'
import { Time } from '../design/text.tsx'
import type { SubmissionView } from './submission-words.ts'

export type Comment = SubmissionView['feedback'][number]

/** Comments by the file they are about, those about the whole first; lines in their order. */
export function byFile(feedback: readonly Comment[]): { file: string | undefined; comments: Comment[] }[] {
  return [...Map.groupBy(feedback, ({ file }) => file)]
    .map(([file, comments]) => ({
      file,
      comments: comments.toSorted((one, other) => (one.line ?? 0) - (other.line ?? 0)),
    }))
    .sort((one, other) => (one.file ?? '').localeCompare(other.file ?? ''))
}

/** One comment, with who said it and when; `where` is shown beside. */
export function CommentCard({
  comment,
  newest,
  where,
}: {
  comment: Comment
  /** The newest upload; what was said of a former one is marked. */
  newest: number | undefined
  where?: ReactNode
}) {
  return (
    <article className="rounded-md border border-line bg-surface px-3 py-2">
      <p className="flex flex-wrap items-baseline gap-x-2 text-sm text-muted">
        <span className="font-medium text-ink">{comment.from}</span>
        <Time at={comment.at} />
        {where}
        {comment.revision !== undefined && newest !== undefined && comment.revision < newest && (
          <span>on upload {comment.revision}, a former one</span>
        )}
      </p>
      <p className="mt-1 break-words whitespace-pre-wrap">{comment.text}</p>
    </article>
  )
}
