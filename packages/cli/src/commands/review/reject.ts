import { decideSubmission } from '@waybill/client'
import type { Command } from 'commander'
import { contextOf } from '../../context.ts'
import { examples } from '../../define.ts'
import { signedIn } from '../../session.ts'

export function define(command: Command): void {
  command
    .description('Reject a submission. Its publisher can appeal once, and another reviewer decides then.')
    .argument('<id>', 'id of the submission')
    .requiredOption('--reason <text>', 'why, for the publisher to read (required)')
    .action(run)
  examples(command, ['waybill review reject sub_3f0c --reason "Copies another plugin"', 'say no'])
}

async function run(id: string, { reason }: { reason: string }, command: Command): Promise<void> {
  const context = contextOf(command)
  await decideSubmission(await signedIn(context), id, { decision: 'reject', reason })
  context.out.result({ id, decision: 'reject', reason }, () => `Rejected ${id}.`)
}
