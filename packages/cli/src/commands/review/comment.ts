import { commentSubmission } from '@waybill/client'
import type { Command } from 'commander'
import { contextOf } from '../../context.ts'
import { examples, wholeNumber } from '../../define.ts'
import { signedIn } from '../../session.ts'

interface Flags {
  text: string
  file?: string
  line?: number
}

export function define(command: Command): void {
  command
    .description('Comment on a submission, on one of its files, or on a line. Its publisher reads it.')
    .argument('<id>', 'id of the submission')
    .requiredOption('--text <text>', 'what you say (required)')
    .option('--file <path>', 'file that it is about')
    .option('--line <number>', 'line of the file, from 1', wholeNumber(1, 10_000_000))
    .action(run)
  examples(
    command,
    ['waybill review comment sub_3f0c --text "Say what this is for"', 'on all of it'],
    ['waybill review comment sub_3f0c --file index.js --line 12 --text "Why eval?"', 'on a line'],
  )
}

async function run(id: string, { text, file, line }: Flags, command: Command): Promise<void> {
  const context = contextOf(command)
  const comment = {
    text,
    ...(file === undefined ? {} : { file }),
    ...(line === undefined ? {} : { line }),
  }
  await commentSubmission(await signedIn(context), id, comment)
  context.out.result({ id, ...comment }, () => `Commented on ${id}.`)
}
