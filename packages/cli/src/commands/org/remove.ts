import { removeMember } from '@waybill/client'
import { WaybillError } from '@waybill/core/errors'
import type { Command } from 'commander'
import { contextOf } from '../../context.ts'
import { examples } from '../../define.ts'
import { signedIn } from '../../session.ts'
import { canAsk, confirm } from '../../terminal/ask.ts'

export function define(command: Command): void {
  command
    .description(
      'Remove a member from a publisher. Maintainers remove members; owners are removed by owners only.',
    )
    .argument('<name>', 'name of the publisher')
    .argument('<email>', 'address of the member')
    .option('--yes', 'do not ask')
    .action(run)
  examples(command, ['waybill org remove acme bob@example.org', 'Bob may do nothing there any more'])
}

async function run(name: string, email: string, flags: { yes?: true }, command: Command): Promise<void> {
  const context = contextOf(command)
  const access = await signedIn(context)
  if (!flags.yes && canAsk(context) && !(await confirm(`Remove ${email} from ${name}?`, false)))
    throw new WaybillError('operation.cancelled', 'Cancelled; the member stays.')
  await removeMember(access, name, email)
  context.out.result({ publisher: name, removed: email }, () => `${email} is no member of ${name} any more.`)
}
