import { decideSubmission } from '@waybill/client'
import type { Command } from 'commander'
import { contextOf } from '../../context.ts'
import { examples } from '../../define.ts'
import { signedIn } from '../../session.ts'

export function define(command: Command): void {
  command
    .description(
      'Send a submission back to its publisher, who has 30 days for a revision. Your comments go with it.',
    )
    .argument('<id>', 'id of the submission')
    .requiredOption('--reason <text>', 'why, for the publisher to read (required)')
    .action(run)
  examples(command, [
    'waybill review request-changes sub_3f0c --reason "Declare the network permission"',
    'send it back',
  ])
}

async function run(id: string, { reason }: { reason: string }, command: Command): Promise<void> {
  const context = contextOf(command)
  await decideSubmission(await signedIn(context), id, { decision: 'request_changes', reason })
  context.out.result({ id, decision: 'request_changes', reason }, () => `Sent ${id} back to its publisher.`)
}
