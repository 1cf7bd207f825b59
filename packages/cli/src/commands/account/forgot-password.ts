import { askPasswordReset } from '@waybill/client'
import type { Command } from 'commander'
import { contextOf } from '../../context.ts'
import { examples } from '../../define.ts'
import { homeOf, registryUrl } from '../../session.ts'
import { askEmail } from '../../sign-in.ts'
import { askText } from '../../terminal/ask.ts'

export function define(command: Command): void {
  command
    .description(
      'Ask for a mail to set your password anew. The answer is the same whether there is such an account.',
    )
    .option('--email <address>', 'address of the account')
    .action(run)
  examples(command, ['waybill account forgot-password --email ada@example.org', 'look for the mail'])
}

async function run(flags: { email?: string }, command: Command): Promise<void> {
  const context = contextOf(command)
  const url = await registryUrl(context, await homeOf(context))
  const email = flags.email ?? (await askEmail(context, { text: (message) => askText({ message }) }))
  await askPasswordReset({ url, signal: context.signal }, email)
  context.out.result(
    { email, asked: true },
    () => `If there is an account with ${email}, a mail is on its way.`,
  )
}
