import { releaseSubmission } from '@waybill/client'
import type { Command } from 'commander'
import { contextOf } from '../../context.ts'
import { examples } from '../../define.ts'
import { signedIn } from '../../session.ts'

export function define(command: Command): void {
  command
    .description('Give a claim back, so that another reviewer can take the submission on.')
    .argument('<id>', 'id of the submission')
    .action(run)
  examples(command, ['waybill review release sub_3f0c', 'leave it to others'])
}

async function run(id: string, _: unknown, command: Command): Promise<void> {
  const context = contextOf(command)
  await releaseSubmission(await signedIn(context), id)
  context.out.result({ id, released: true }, () => `${id} is free.`)
}
