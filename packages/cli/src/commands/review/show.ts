import { getSubmission, type CheckResult, type Submission } from '@waybill/client'
import type { Command } from 'commander'
import { contextOf } from '../../context.ts'
import { examples } from '../../define.ts'
import { signedIn } from '../../session.ts'
import { facts } from '../../terminal/table.ts'
import { minute, printable, printableLines } from '../../terminal/text.ts'

export function define(command: Command): void {
  command
    .description(
      'Show a submission: its checks with what they found, what was said, and what happened to it.',
    )
    .argument('<id>', 'id of the submission (“waybill review queue”)')
    .action(run)
  examples(command, ['waybill review show sub_3f0c', 'checks, comments, history'])
}

async function run(id: string, _: unknown, command: Command): Promise<void> {
  const context = contextOf(command)
  const { out } = context
  const submission = await getSubmission(await signedIn(context), id)
  const { name, version, publisher, status, inReview, uploads, checks } = submission
  out.result(submission, () => [
    out.bold(printable([name ?? id, version].join(' ').trim())),
    ...facts([
      ['id', submission.id],
      ['publisher', publisher],
      ['status', inReview ? `${status}, claimed` : status],
      ['revision', String(uploads.at(-1)?.revision ?? 1)],
      ['sha256', uploads.at(-1)?.sha256],
    ]),
    'Checks:',
    ...checks.flatMap(checkLines),
    ...said(submission),
    'History:',
    ...submission.history.map(({ at, action, by }) => `  ${minute(at)}  ${printable(`${action}, ${by}`)}`),
  ])
}

function checkLines({ status, title, summary, evidence }: CheckResult): string[] {
  return [
    `  ${status.padEnd(5)}  ${printable(title)}: ${printable(summary)}`,
    ...evidence.map(({ file, line, text }) => {
      const where = file === undefined ? '' : `${file}${line === undefined ? '' : `:${line}`}  `
      return `         ${printable(where + text)}`
    }),
  ]
}

function said({ feedback }: Submission): string[] {
  if (feedback.length === 0) return []
  return [
    'Said:',
    ...feedback.flatMap(({ at, from, text, file, line, revision }) => {
      const where = file === undefined ? '' : `, ${file}${line === undefined ? '' : `:${line}`}`
      const which = revision === undefined ? '' : `, revision ${revision}`
      return [
        `  ${minute(at)}  ${printable(from + where + which)}`,
        ...printableLines(text).map((each) => `    ${each}`),
      ]
    }),
  ]
}
