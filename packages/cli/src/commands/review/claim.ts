import { claimSubmission } from '@waybill/client'
import type { Command } from 'commander'
import { contextOf } from '../../context.ts'
import { examples } from '../../define.ts'
import { signedIn } from '../../session.ts'
import { minute } from '../../terminal/text.ts'

export function define(command: Command): void {
  command
    .description('Take a submission on, so that no other reviewer does; again, to have longer.')
    .argument('<id>', 'id of the submission')
    .action(run)
  examples(command, ['waybill review claim sub_3f0c', 'it is yours for a while'])
}

async function run(id: string, _: unknown, command: Command): Promise<void> {
  const context = contextOf(command)
  const { until } = await claimSubmission(await signedIn(context), id)
  context.out.result({ id, until }, () => `${id} is yours until ${minute(until)}.`)
}
