import { appealSubmission } from '@waybill/client'
import type { Command } from 'commander'
import { contextOf } from '../context.ts'
import { examples } from '../define.ts'
import { signedIn } from '../session.ts'

export function define(command: Command): void {
  command
    .description('Ask another reviewer to look at a rejected submission. This can be done once.')
    .argument('<id>', 'the submission')
    .requiredOption('--reason <text>', 'why the decision is wrong (required)')
    .action(run)
  examples(command, [
    'waybill submission appeal sub_4iH3JJWFv92qrTp6 --reason "…"',
    'another reviewer decides',
  ])
}

async function run(id: string, { reason }: { reason: string }, command: Command): Promise<void> {
  const context = contextOf(command)
  await appealSubmission(await signedIn(context), id, reason)
  context.out.result(
    { id, appealed: true },
    () => `Appealed: ${id} is in the queue again, for another reviewer.`,
  )
}
