import { answerDevice } from '@waybill/client'
import type { Command } from 'commander'
import { contextOf } from '../../context.ts'
import { examples } from '../../define.ts'
import { addSignInOptions, inSession, type SignInFlags } from '../../sign-in.ts'
import { printable } from '../../terminal/text.ts'

export function define(command: Command): void {
  addSignInOptions(command)
    .description(
      'Sign in the device that shows a code, as yourself: it gets a token of your account for 90 days. Approve only a code that you see on a device of your own. Asks for your password: a token is not enough to sign in a device.',
    )
    .argument('<code>', 'the code that the device shows')
    .action(run)
  examples(command, ['waybill account approve WDJB-MJHT', 'sign that device in'])
}

async function run(userCode: string, flags: SignInFlags, command: Command): Promise<void> {
  const context = contextOf(command)
  await inSession(context, flags, ({ session }) => answerDevice(session, { userCode, approve: true }))
  context.out.result(
    { userCode, approved: true },
    () =>
      `The device that shows ${printable(userCode)} is signed in as you. “waybill token list” shows its token.`,
  )
}
