import { decideSubmission, reviewQueue } from '@waybill/client'
import { WaybillError } from '@waybill/core/errors'
import type { Command } from 'commander'
import { contextOf, type Context } from '../../context.ts'
import { examples } from '../../define.ts'
import { signedIn } from '../../session.ts'
import { canAsk, confirm } from '../../terminal/ask.ts'
import { printable } from '../../terminal/text.ts'

interface Flags {
  reason?: string
  yes?: true
}

export function define(command: Command): void {
  command
    .description(
      'Approve a submission, so that it is published. You vouch for each point of the registry’s checklist, and are asked for them one by one.',
    )
    .argument('<id>', 'id of the submission')
    .option('--reason <text>', 'something to tell the publisher')
    .option('--yes', 'vouch for all of the checklist without being asked')
    .action(run)
  examples(command, ['waybill review approve sub_3f0c', 'asks for each point of the checklist'])
}

async function run(id: string, { reason, yes }: Flags, command: Command): Promise<void> {
  const context = contextOf(command)
  const access = await signedIn(context)
  const { checklist } = await reviewQueue(access, { most: 1 })
  if (!yes) await vouch(context, checklist)
  await decideSubmission(access, id, {
    decision: 'approve',
    checklist,
    ...(reason === undefined ? {} : { reason }),
  })
  context.out.result({ id, decision: 'approve', checklist }, () => [
    `Approved ${id}; it is published now.${checklist.length > 0 ? ' You vouched for:' : ''}`,
    ...checklist.map((point) => `  ${printable(point)}`),
  ])
}

async function vouch(context: Context, checklist: readonly string[]): Promise<void> {
  if (checklist.length > 0 && !canAsk(context))
    throw new WaybillError(
      'usage.invalid',
      `An approval vouches for: ${checklist.join('; ').replace(/\.$/, '')}.`,
      { hint: 'Look at each point, then add --yes.', details: { checklist } },
    )
  for (const point of checklist)
    if (!(await confirm(printable(point), false)))
      throw new WaybillError('operation.cancelled', 'Not approved; the submission waits as before.', {
        hint: 'Send it back with “waybill review request-changes”, or give the claim back.',
      })
}
