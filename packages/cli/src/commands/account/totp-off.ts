import { turnOffTotp } from '@waybill/client'
import type { Command } from 'commander'
import { contextOf } from '../../context.ts'
import { examples } from '../../define.ts'
import { addSignInOptions, inSession, type SignInFlags } from '../../sign-in.ts'

export function define(command: Command): void {
  addSignInOptions(command)
    .description('Turn the authenticator app off; its recovery codes are void then.')
    .action(run)
  examples(command, ['waybill account totp off', 'asks for the password and a last code'])
}

async function run(flags: SignInFlags, command: Command): Promise<void> {
  const context = contextOf(command)
  await inSession(context, flags, ({ session, password }) => turnOffTotp(session, password))
  context.out.result({ totp: false }, () => 'The authenticator app is off; the password alone signs in.')
}
