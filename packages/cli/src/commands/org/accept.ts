import { acceptInvitation } from '@waybill/client'
import type { Command } from 'commander'
import { contextOf } from '../../context.ts'
import { examples } from '../../define.ts'
import { signedIn } from '../../session.ts'
import { printable } from '../../terminal/text.ts'

export function define(command: Command): void {
  command
    .description(
      'Accept an invitation, or the offer of a publisher, with the token of the mail. Your account must have the invited address.',
    )
    .argument('<token>', 'token of the mail')
    .action(run)
  examples(command, ['waybill org accept Xk29…', 'join the publisher'])
}

async function run(token: string, _: unknown, command: Command): Promise<void> {
  const context = contextOf(command)
  const joined = await acceptInvitation(await signedIn(context), token)
  context.out.result(joined, () => `You are ${joined.role} of ${printable(joined.publisher)} now.`)
}
