import { resetPassword } from '@waybill/client'
import type { Command } from 'commander'
import { contextOf } from '../../context.ts'
import { examples } from '../../define.ts'
import { homeOf, registryUrl } from '../../session.ts'
import { passwordStdin } from '../../sign-in.ts'
import { openAnswers } from '../../terminal/answers.ts'

export function define(command: Command): void {
  command
    .description(
      'Set your password anew with the token of the mail that “waybill account forgot-password” asked for. Every session ends; tokens and the second factor stay.',
    )
    .argument('<token>', 'token of the mail, good for an hour and once')
    .option(...passwordStdin)
    .action(run)
  examples(command, ['waybill account reset-password 7Gk2…', 'asks for the new password'])
}

async function run(token: string, flags: { passwordStdin?: true }, command: Command): Promise<void> {
  const context = contextOf(command)
  const url = await registryUrl(context, await homeOf(context))
  const newPassword = await openAnswers(context, flags).newPassword(
    'Choose a password of at least ten characters',
  )
  await resetPassword({ url, signal: context.signal }, { token, newPassword })
  context.out.result({ changed: true }, () => [
    'The password is set; every session has ended.',
    'Look through your tokens as well: waybill token list',
  ])
}
