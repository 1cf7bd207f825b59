import { withdrawSubmission } from '@waybill/client'
import type { Command } from 'commander'
import { contextOf } from '../context.ts'
import { examples } from '../define.ts'
import { signedIn } from '../session.ts'

export function define(command: Command): void {
  command
    .description('Take a submission back before it is published.')
    .argument('<id>', 'the submission')
    .option('--reason <text>', 'why, for the reviewers', '')
    .action(run)
  examples(command, ['waybill submission withdraw sub_4iH3JJWFv92qrTp6', 'it leaves the queue'])
}

async function run(id: string, { reason }: { reason: string }, command: Command): Promise<void> {
  const context = contextOf(command)
  await withdrawSubmission(await signedIn(context), id, reason)
  context.out.result({ id, withdrawn: true }, () => `Withdrew ${id}.`)
}
