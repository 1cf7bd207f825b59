import { ChevronRight, MessageSquare } from 'lucide-react'
import { useState } from 'react'
import type { Answer } from '../../api/client.ts'
import { Badge, type Tone } from '../../design/badge.tsx'
import { Button } from '../../design/button.tsx'
import { classes } from '../../design/classes.ts'
import { TextField } from '../../design/field.tsx'
import { bytes, countOf, exactCount } from '../../design/format.ts'
import { Panel } from '../../design/layout.tsx'
import type { SubmissionView } from '../../parts/submission-words.ts'
import { FileDiff } from './file-diff.tsx'

type Diff = Answer<'/api/v1/reviews/{id}/diff'>
export type ChangedFile = NonNullable<Diff['files']>[number]

export const fileId = (path: string) => `file ${path}`.replaceAll(/\s/g, '-')

const filesAtOnce = 100
const fewFiles = 12

const changeWords: Readonly<Record<ChangedFile['change'], { says: string; tone: Tone }>> = {
  added: { says: 'added', tone: 'good' },
  changed: { says: 'changed', tone: 'neutral' },
  removed: { says: 'removed', tone: 'bad' },
}

/** The files that differ; each shows its lines when it is opened. */
export function FilesPanel({
  view,
  diff,
  open,
  mayComment,
  onToggle,
}: {
  view: SubmissionView
  diff: Diff
  open: ReadonlySet<string>
  mayComment: boolean
  onToggle: (file: string, isOpen: boolean) => void
}) {
  const files = diff.files ?? []
  const [wanted, setWanted] = useState('')
  const [most, setMost] = useState(filesAtOnce)
  const found = files.filter(({ path }) => path.toLowerCase().includes(wanted.trim().toLowerCase()))
  return (
    <Panel
      flush
      title="Files"
      says={
        diff.against === undefined
          ? `${countOf(files.length, 'file')}, all of them new.`
          : `${countOf(files.length, 'file')} differ${files.length === 1 ? 's' : ''} from ${diff.against}.`
      }
    >
      {files.length > fewFiles && (
        <div className="border-b border-line px-5 py-3">
          <TextField
            bare
            label="Find a file"
            type="search"
            placeholder="Find a file"
            value={wanted}
            onChange={(event) => setWanted(event.target.value)}
          />
        </div>
      )}
      {files.length === 0 && <p className="px-5 py-4">No file differs.</p>}
      {files.length > 0 && found.length === 0 && (
        <p className="px-5 py-4 text-muted">No changed file has “{wanted}” in its path.</p>
      )}
      <ul className="divide-y divide-line">
        {found.slice(0, most).map((file) => (
          <FileRow
            key={file.path}
            file={file}
            view={view}
            isOpen={open.has(file.path)}
            mayComment={mayComment}
            onToggle={onToggle}
          />
        ))}
      </ul>
      {found.length > most && (
        <div className="border-t border-line px-5 py-3">
          <Button size="small" onClick={() => setMost(most + filesAtOnce)}>
            Show more files
          </Button>
        </div>
      )}
      {diff.moreFiles !== undefined && (
        <p className="border-t border-line px-5 py-3 text-sm text-muted">
          {exactCount(diff.moreFiles)} more are not listed. Download the archive to see them.
        </p>
      )}
    </Panel>
  )
}

function FileRow({
  file,
  view,
  isOpen,
  mayComment,
  onToggle,
}: {
  file: ChangedFile
  view: SubmissionView
  isOpen: boolean
  mayComment: boolean
  onToggle: (file: string, isOpen: boolean) => void
}) {
  const { path, change, size, sizeBefore, binary } = file
  const comments = view.feedback.filter((each) => each.file === path)
  const { says, tone } = changeWords[change]
  const id = fileId(path)
  return (
    <li>
      <button
        type="button"
        id={id}
        aria-expanded={isOpen}
        onClick={() => onToggle(path, !isOpen)}
        className="flex w-full flex-wrap items-center gap-x-3 gap-y-1 px-5 py-2.5 text-left hover:bg-hover focus-visible:-outline-offset-2"
      >
        <ChevronRight
          aria-hidden
          className={classes('size-4 shrink-0 text-muted transition-transform', isOpen && 'rotate-90')}
        />
        <span className="min-w-0 flex-1 basis-40 font-mono text-sm break-all">{path}</span>
        {comments.length > 0 && (
          <span className="inline-flex items-center gap-1 text-sm text-muted">
            <MessageSquare aria-hidden className="size-4" />
            {countOf(comments.length, 'comment')}
          </span>
        )}
        <span className="tabular text-sm text-muted">
          {binary && 'binary, '}
          {size !== undefined
            ? sizeBefore !== undefined && sizeBefore !== size
              ? `${bytes(sizeBefore)} → ${bytes(size)}`
              : bytes(size)
            : bytes(sizeBefore ?? 0)}
        </span>
        <Badge tone={tone}>{says}</Badge>
      </button>
      {isOpen && <FileDiff file={file} view={view} comments={comments} mayComment={mayComment} />}
    </li>
  )
}
