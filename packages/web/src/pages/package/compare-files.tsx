import { useQuery } from '@tanstack/react-query'
import { FileDiff, FileMinus, FilePlus, type LucideIcon } from 'lucide-react'
import { useState } from 'react'
import { reading, type Answer } from '../../api/client.ts'
import { asProblem } from '../../api/problem.ts'
import { Button } from '../../design/button.tsx'
import { bytes, countOf, exactCount } from '../../design/format.ts'
import { Panel } from '../../design/layout.tsx'
import { ProblemNote, SkeletonRows } from '../../design/states.tsx'
import { DiffView } from '../../parts/diff-view.tsx'
import type { VersionView } from './package-data.ts'

type ChangedFile = NonNullable<Answer<'/api/v1/packages/{name}/comparison'>['files']>[number]
interface Of {
  readonly name: string
  readonly from: VersionView
  readonly to: VersionView
}

const comparisonQuery = ({ name, from, to }: Of, file?: string) => ({
  ...reading('/api/v1/packages/{name}/comparison', {
    params: {
      path: { name },
      query: { from: from.version, to: to.version, ...(file !== undefined && { file }) },
    },
  }),
  // Versions never change.
  staleTime: Infinity,
})

const atOnce = 100

/** The files that differ; the lines of one come when it is opened. */
export function CompareFiles(of: Of) {
  const { data, error, refetch } = useQuery(comparisonQuery(of))
  const [most, setMost] = useState(atOnce)
  const files = data?.files ?? []
  return (
    <Panel
      flush
      title="Files that changed"
      says={
        data &&
        (data.truncated
          ? `More than ${countOf(files.length, 'file')}; these are the first`
          : countOf(files.length, 'file'))
      }
    >
      {error ? (
        <div className="p-5">
          <ProblemNote problem={asProblem(error)} retry={() => void refetch()} />
        </div>
      ) : !data ? (
        <div className="p-5">
          <SkeletonRows what="the files" rows={6} className="h-10" />
        </div>
      ) : files.length === 0 ? (
        <p className="p-5 text-muted">None: all files are the same.</p>
      ) : (
        <ul>
          {files.slice(0, most).map((file) => (
            <li key={file.path} className="border-b border-line last:border-0">
              <OneFile of={of} file={file} />
            </li>
          ))}
        </ul>
      )}
      {files.length > most && (
        <div className="flex justify-center border-t border-line p-4">
          <Button size="small" onClick={() => setMost(most + atOnce)}>
            Show {countOf(Math.min(atOnce, files.length - most), 'more file')}
          </Button>
        </div>
      )}
    </Panel>
  )
}

const states: Record<ChangedFile['status'], { icon: LucideIcon; word: string; colour: string }> = {
  added: { icon: FilePlus, word: 'Added', colour: 'text-good-ink' },
  removed: { icon: FileMinus, word: 'Removed', colour: 'text-bad-ink' },
  changed: { icon: FileDiff, word: 'Changed', colour: 'text-muted' },
}

function OneFile({ of, file }: { of: Of; file: ChangedFile }) {
  const [isOpen, setOpen] = useState(false)
  const { icon: Icon, word, colour } = states[file.status]
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)} className="min-w-0">
      <summary className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1 px-5 py-2 hover:bg-hover">
        <Icon aria-hidden className={`size-4 shrink-0 ${colour}`} />
        <span className="min-w-0 flex-1 basis-40 font-mono text-sm [overflow-wrap:anywhere]">
          {file.path}
        </span>
        <span className="tabular flex items-center gap-3 text-sm">
          <span className="text-muted">{word}</span>
          {file.binary ? <span className="text-muted">binary</span> : <Lines file={file} />}
        </span>
      </summary>
      {isOpen && (
        <div className="border-t border-line">
          {file.binary ? <Binary file={file} /> : <FileLines of={of} path={file.path} />}
        </div>
      )}
    </details>
  )
}

function Lines({ file: { added, removed } }: { file: ChangedFile }) {
  if (added === null || removed === null) return null
  return (
    <span>
      <span className="text-good-ink">
        +{exactCount(added)}
        <span className="sr-only"> lines added,</span>
      </span>{' '}
      <span className="text-bad-ink">
        −{exactCount(removed)}
        <span className="sr-only"> lines removed</span>
      </span>
    </span>
  )
}

function Binary({ file: { size, sizeBefore } }: { file: ChangedFile }) {
  const sizes = [sizeBefore, size].filter((each) => each !== undefined).map(bytes)
  return (
    <p className="px-5 py-3 text-sm text-muted">
      Not a text: there are no lines to compare.{sizes.length > 0 && ` ${sizes.join(' → ')}`}
    </p>
  )
}

function FileLines({ of, path }: { of: Of; path: string }) {
  const { data, error, refetch } = useQuery(comparisonQuery(of, path))
  if (error)
    return (
      <div className="p-4">
        <ProblemNote problem={asProblem(error)} retry={() => void refetch()} />
      </div>
    )
  if (!data)
    return (
      <div className="p-4">
        <SkeletonRows what="the lines" rows={4} className="h-5" />
      </div>
    )
  return <DiffView label={path} hunks={data.hunks ?? []} />
}
