import { answerDevice } from '@waybill/client'
import type { Command } from 'commander'
import { contextOf } from '../../context.ts'
import { examples } from '../../define.ts'
import { addSignInOptions, inSession, type SignInFlags } from '../../sign-in.ts'
import { printable } from '../../terminal/text.ts'

export function define(command: Command): void {
  addSignInOptions(command)
    .description('Refuse the code of a device that asks to be signed in: it is told so at once.')
    .argument('<code>', 'the code that the device shows')
    .action(run)
  examples(command, ['waybill account refuse WDJB-MJHT', 'that was not you'])
}

async function run(userCode: string, flags: SignInFlags, command: Command): Promise<void> {
  const context = contextOf(command)
  await inSession(context, flags, ({ session }) => answerDevice(session, { userCode, approve: false }))
  context.out.result({ userCode, approved: false }, () => `The code ${printable(userCode)} is refused.`)
}
