import { getSubmission } from '@waybill/client'
import type { Command } from 'commander'
import { contextOf } from '../context.ts'
import { examples } from '../define.ts'
import { signedIn } from '../session.ts'
import { summaryOf } from '../terminal/submission.ts'

export function define(command: Command): void {
  command
    .description(
      'Show where a submission stands: its place in the queue, what the checks found, what was said, what to do next.',
    )
    .argument('<id>', 'the submission')
    .action(run)
  examples(command, ['waybill submission status sub_4iH3JJWFv92qrTp6', 'where it stands'])
}

async function run(id: string, _: unknown, command: Command): Promise<void> {
  const context = contextOf(command)
  const found = await getSubmission(await signedIn(context), id)
  context.out.result(found, () => summaryOf(found, context.out))
}
