import type { FileDiff, SubmissionDiff } from '@waybill/client'
import { styled } from './style.ts'
import { table } from './table.ts'
import { formatBytes, printable, printableLines } from './text.ts'

/** What a submission changes, for people. Everything of it comes from its publisher, and is made printable. */

const { stdout } = process

const marks = { added: '+', changed: '~', removed: '-' } as const
const styles = { '+': 'green', '-': 'red', '~': 'yellow' } as const

/** Permissions first: what a reviewer must see before anything else. */
export function diffLines({ permissions, files, moreFiles }: SubmissionDiff): string[] {
  const width = Math.max(0, ...permissions.map(({ permission }) => permission.length))
  return [
    permissions.length > 0 ? 'Permissions:' : 'Permissions: no change.',
    ...permissions.flatMap(({ permission, change, before, after }) => {
      const name = `  ${marks[change]} ${printable(permission).padEnd(width)}`
      const from = before === undefined ? '' : `  ${printable(JSON.stringify(before))}`
      const to = after === undefined ? '' : `  ${printable(JSON.stringify(after))}`
      return coloured(marks[change], name + from + (from && to ? '  →' : '') + to)
    }),
    files.length > 0 ? 'Files:' : 'Files: no change.',
    ...table(
      files.map(({ path, change, sizeBefore, size, binary }) => [
        `  ${marks[change]} ${path}`,
        [sizeBefore, size].flatMap((bytes) => (bytes === undefined ? [] : [formatBytes(bytes)])).join(' → '),
        binary ? 'binary' : '',
      ]),
    ).map((line) => coloured(line.trimStart().charAt(0), line)),
    ...(moreFiles === undefined ? [] : [`  and ${moreFiles} more, which are not listed`]),
  ]
}

/** The lines of a file that differ, as a unified diff with the numbers of both sides. */
export function hunkLines({ hunks }: FileDiff): string[] {
  const last = Math.max(1, ...hunks.map((hunk) => Math.max(hunk.oldStart, hunk.newStart) + hunk.lines.length))
  const width = String(last).length
  return hunks.flatMap((hunk) => {
    let [old, now] = [hunk.oldStart, hunk.newStart]
    return [
      styled(stdout, 'cyan', `@@ -${old} +${now} @@`),
      ...hunk.lines.map((line) => {
        const mark = line.charAt(0)
        const left = mark === '-' || mark === ' ' ? String(old++) : ''
        const right = mark === '+' || mark === ' ' ? String(now++) : ''
        const text = printableLines(line.slice(1)).join('')
        return coloured(mark, `${left.padStart(width)} ${right.padStart(width)} ${mark} ${text}`.trimEnd())
      }),
    ]
  })
}

function coloured(mark: string, line: string): string {
  return mark in styles ? styled(stdout, styles[mark as keyof typeof styles], line) : line
}
