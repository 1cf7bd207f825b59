import { changePassword, removePassword } from '@waybill/client'
import { WaybillError } from '@waybill/core/errors'
import type { Command } from 'commander'
import { contextOf, type Context } from '../../context.ts'
import { examples } from '../../define.ts'
import { signedIn } from '../../session.ts'
import { addSignInOptions, inSession, type SignInFlags } from '../../sign-in.ts'
import { canAsk, confirm } from '../../terminal/ask.ts'

interface Flags extends SignInFlags {
  remove?: true
  yes?: true
}

export function define(command: Command): void {
  addSignInOptions(command)
    .description(
      'Change your password, which ends every other session; or remove it, so that only passkeys sign in.',
    )
    .option('--remove', 'remove it; refused where there is no passkey')
    .option('--yes', 'do not ask whether to remove it')
    .action(run)
  examples(
    command,
    ['waybill account password', 'asks for the old one and the new one'],
    ['waybill account password --remove', 'sign in with passkeys alone'],
  )
}

async function run(flags: Flags, command: Command): Promise<void> {
  const context = contextOf(command)
  if (flags.remove) return remove(context, flags)
  await inSession(context, flags, async ({ session, answers, password }) => {
    const newPassword = await answers.newPassword('New password, of at least ten characters')
    await changePassword(session, { currentPassword: password, newPassword })
  })
  context.out.result({ changed: true }, () => 'The password is changed; every other session has ended.')
}

async function remove(context: Context, flags: Flags): Promise<void> {
  const access = await signedIn(context)
  const question = 'From then on only your passkeys sign in. Remove the password?'
  if (!flags.yes && canAsk(context) && !(await confirm(question, false)))
    throw new WaybillError('operation.cancelled', 'Cancelled; the password stays.')
  await removePassword(access)
  context.out.result({ removed: true }, () => 'The password is removed; only your passkeys sign in now.')
}
