import { transferPublisher } from '@waybill/client'
import { WaybillError } from '@waybill/core/errors'
import type { Command } from 'commander'
import { contextOf } from '../../context.ts'
import { examples } from '../../define.ts'
import { signedIn } from '../../session.ts'
import { canAsk, confirm } from '../../terminal/ask.ts'
import { day, printable } from '../../terminal/text.ts'

export function define(command: Command): void {
  command
    .description(
      'Offer a publisher with all its packages to somebody else. Once they accept the mail’s invitation they own it and you stay as maintainer; the proven domain is forgotten, and everyone who has its packages is told of new owners.',
    )
    .argument('<name>', 'name of the publisher')
    .argument('<email>', 'address of the new owner')
    .option('--yes', 'do not ask')
    .action(run)
  examples(command, ['waybill org transfer acme carol@example.org', 'offer it to Carol'])
}

async function run(name: string, email: string, flags: { yes?: true }, command: Command): Promise<void> {
  const context = contextOf(command)
  const access = await signedIn(context)
  const question = `Offer ${name}, with all its packages, to ${email}?`
  if (!flags.yes && canAsk(context) && !(await confirm(question, false)))
    throw new WaybillError('operation.cancelled', 'Cancelled; nothing was offered.')
  const { id, expiresAt } = await transferPublisher(access, name, email)
  context.out.result({ publisher: name, email, id, expiresAt }, () => [
    `Offered ${name} to ${email}; nothing changes before they accept, until ${printable(day(expiresAt))}.`,
    `Take it back: waybill org invitations ${name} --revoke ${printable(id)}`,
  ])
}
