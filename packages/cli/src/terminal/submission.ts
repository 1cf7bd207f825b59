import type { Submission } from '@waybill/client'
import type { Output } from './output.ts'
import { facts, table } from './table.ts'
import { printable, printableLines } from './text.ts'

const marks = { pass: '✓', warn: '!', fail: '✗', error: '?' } as const

/** Where a submission stands, for people: its state, what the checks found, what was said, what to do next. */
export function summaryOf(submission: Submission, out: Output): string[] {
  const { id, name, version, status, place, estimatedReviewTime, checks, feedback, next } = submission
  const found = checks.filter(({ status: result }) => result !== 'pass')
  const where =
    place === undefined ? undefined : `${place}${submission.inReview ? ', a reviewer has it' : ''}`
  return [
    out.bold(printable(`${name ?? 'upload'} ${version ?? ''}: ${status.replace('_', ' ')}`)),
    ...facts([
      ['submission', id],
      ['progress', `${submission.reviewProgress} %`],
      ['place', where],
      ['decision', place === undefined ? undefined : waitOf(estimatedReviewTime, submission.estimate)],
      [
        'checks',
        checks.length > 0 ? `${checks.length - found.length} of ${checks.length} passed` : undefined,
      ],
    ]),
    ...found.flatMap(({ status: result, title, summary, evidence }) => [
      `  ${marks[result]} ${printable(title)}: ${printable(summary)}`,
      ...table(
        evidence
          .slice(0, 10)
          .map(({ file, line, text }) => [
            `      ${file ?? ''}${line === undefined ? '' : `:${line}`}`,
            text,
          ]),
        out.width,
      ),
    ]),
    ...(feedback.length > 0 ? ['', 'Said of it:'] : []),
    ...feedback.flatMap(({ from, text, file, line }) => {
      const where = file === undefined ? '' : ` on ${file}${line === undefined ? '' : `:${line}`}`
      return [`  ${printable(from + where)}:`, ...printableLines(text).map((each) => `    ${each}`)]
    }),
    '',
    printable(next),
  ]
}

function waitOf(words: string, estimate: Submission['estimate']): string {
  if (!estimate) return 'unknown: too few decisions yet to tell'
  return `${words}, from ${estimate.basis} decisions; nine of ten by ${estimate.latest.slice(0, 16).replace('T', ' ')} UTC`
}
