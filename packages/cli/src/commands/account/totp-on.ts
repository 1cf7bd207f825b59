import { beginTotp, confirmTotp } from '@waybill/client'
import type { Command } from 'commander'
import { contextOf } from '../../context.ts'
import { examples } from '../../define.ts'
import { addSignInOptions, inSession, tryCode, type SignInFlags } from '../../sign-in.ts'
import { printable } from '../../terminal/text.ts'
import { keepCodes } from './codes.ts'

export function define(command: Command): void {
  addSignInOptions(command)
    .description(
      'Set up an authenticator app: shows its secret, asks for the first code, then gives recovery codes, once. Until the first code is confirmed nothing changes.',
    )
    .action(run)
  examples(command, ['waybill account totp on', 'asks for the password first'])
}

async function run(flags: SignInFlags, command: Command): Promise<void> {
  const context = contextOf(command)
  const { out } = context
  const recoveryCodes = await inSession(context, flags, async ({ session, answers, password }) => {
    const { uri, recoveryCodes } = await beginTotp(session, password)
    const secret = URL.parse(uri)?.searchParams.get('secret') ?? ''
    out.tell(
      [
        'Add this to your authenticator app, as an address or by typing the secret:',
        `  ${printable(uri)}`,
        `  secret  ${printable(secret)}`,
      ].join('\n'),
    )
    await tryCode(answers, 'The code that the app shows now', (code) => confirmTotp(session, code))
    return recoveryCodes
  })
  out.result({ totp: true, recoveryCodes }, () => [
    'The authenticator app is set up: its code is asked for at every sign-in.',
    ...keepCodes(recoveryCodes),
  ])
}
