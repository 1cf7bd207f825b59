import { MessageSquarePlus } from 'lucide-react'
import { Fragment, useState, type ReactNode } from 'react'
import { Button } from '../design/button.tsx'
import { classes } from '../design/classes.ts'
import { countOf } from '../design/format.ts'
import { firstLines, visiblePieces, type DiffHunk, type DiffLine } from './diff-lines.ts'

/** What the browser draws at once; a text that was replaced as a whole has tens of thousands. */
const linesAtOnce = 600

/**
 * The lines of one file that differ, one below the other, with the numbers of both sides. `label` names the table (the
 * file's path). `renderLine` gives what stands below a line, over the whole width (comments, a form), or null; with
 * `onLine` each line that the newer file has gets a button named “`lineAction` 12”.
 */
export function DiffView({
  label,
  hunks,
  renderLine,
  onLine,
  lineAction = 'Comment on line',
}: {
  label: string
  hunks: readonly DiffHunk[]
  renderLine?: (line: DiffLine) => ReactNode
  onLine?: (line: DiffLine) => void
  lineAction?: string
}) {
  const [most, setMost] = useState(linesAtOnce)
  if (hunks.length === 0) return <p className="px-4 py-3 text-sm text-muted">No line differs.</p>
  const total = hunks.reduce((sum, { lines }) => sum + lines.length, 0)
  return (
    <div dir="ltr" className="min-w-0">
      <table
        className={classes(
          'w-full table-fixed border-collapse font-mono text-xs',
          onLine ? 'leading-6' : 'leading-5',
        )}
      >
        <caption className="sr-only">{label}: lines that differ</caption>
        <colgroup>
          <col className="w-10 sm:w-12" />
          <col className="w-10 sm:w-12" />
          <col className={onLine ? 'w-9' : 'w-5'} />
          <col />
        </colgroup>
        <thead className="sr-only">
          <tr>
            <th scope="col">Line before</th>
            <th scope="col">Line after</th>
            <th scope="col">Change</th>
            <th scope="col">Text</th>
          </tr>
        </thead>
        <tbody>
          {firstLines(hunks, most).map(({ hunk, lines }, place) => (
            <Fragment key={place}>
              <HunkRow hunk={hunk} isFirst={place === 0} />
              {lines.map((line, row) => (
                <LineRow
                  key={row}
                  line={line}
                  below={renderLine?.(line)}
                  lineAction={lineAction}
                  {...(onLine && { onLine })}
                />
              ))}
            </Fragment>
          ))}
        </tbody>
      </table>
      {total > most && (
        <div className="flex flex-wrap items-center gap-3 border-t border-line px-4 py-3 text-sm text-muted">
          <span>{countOf(total - most, 'more line')}</span>
          <Button size="small" onClick={() => setMost(most + 5 * linesAtOnce)}>
            Show more lines
          </Button>
        </div>
      )}
    </div>
  )
}

function HunkRow({ hunk, isFirst }: { hunk: DiffHunk; isFirst: boolean }) {
  if (isFirst && hunk.oldStart <= 1 && hunk.newStart <= 1) return null
  return (
    <tr className="bg-sunken text-muted">
      <td colSpan={4} className="px-3 py-1">
        <span aria-hidden>⋯ </span>
        from line {Math.max(1, hunk.newStart)}
      </td>
    </tr>
  )
}

const looks = {
  added: { row: 'bg-good-soft', edge: 'border-good-ink', sign: '+', word: 'added' },
  removed: { row: 'bg-bad-soft', edge: 'border-bad-ink', sign: '−', word: 'removed' },
  same: { row: '', edge: 'border-transparent', sign: '', word: '' },
  note: { row: 'text-muted italic', edge: 'border-transparent', sign: '', word: '' },
}

function LineRow({
  line,
  below,
  onLine,
  lineAction,
}: {
  line: DiffLine
  below: ReactNode
  onLine?: (line: DiffLine) => void
  lineAction: string
}) {
  const { row, edge, sign, word } = looks[line.kind]
  const number = 'px-1.5 text-right align-top text-muted select-none sm:px-2'
  return (
    <>
      <tr className={classes('group', row)}>
        <td className={classes(number, 'border-l-3', edge)}>{line.before}</td>
        <td className={number}>{line.after}</td>
        <td className="text-center align-top whitespace-nowrap select-none">
          {onLine && line.after !== undefined ? (
            <LineButton label={`${lineAction} ${line.after}`} onClick={() => onLine(line)} sign={sign} />
          ) : (
            <span aria-hidden>{sign}</span>
          )}
          {word !== '' && <span className="sr-only">{word}</span>}
        </td>
        <td className="pr-3 pl-1 align-top [overflow-wrap:anywhere] whitespace-pre-wrap [tab-size:4]">
          <Text of={line.text} />
        </td>
      </tr>
      {below !== undefined && below !== null && below !== false && (
        <tr>
          <td colSpan={4} className="border-y border-line bg-page p-3 font-sans text-base">
            {below}
          </td>
        </tr>
      )}
    </>
  )
}

function LineButton({ label, sign, onClick }: { label: string; sign: string; onClick: () => void }) {
  return (
    <button
      type="button"
      aria-label={label}
      onClick={onClick}
      className="relative flex h-6 w-full min-w-6 items-center justify-center rounded-sm hover:bg-accent hover:text-white focus-visible:bg-accent focus-visible:text-white"
    >
      <span aria-hidden className="group-focus-within:invisible group-hover:invisible">
        {sign}
      </span>
      <MessageSquarePlus
        aria-hidden
        className="invisible absolute size-3.5 group-focus-within:visible group-hover:visible"
      />
    </button>
  )
}

/** What cannot be seen is written out, so that nothing hides in a line. */
function Text({ of }: { of: string }) {
  return visiblePieces(of).map(({ text, isUnseen }, place) =>
    isUnseen ? (
      <mark
        key={place}
        title="A character that cannot be seen"
        className="mx-px rounded-sm border border-bad-ink bg-bad-soft px-0.5 text-bad-ink"
      >
        {text}
      </mark>
    ) : (
      text
    ),
  )
}
