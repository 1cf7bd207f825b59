import { removeMember, whoami } from '@waybill/client'
import { WaybillError } from '@waybill/core/errors'
import type { Command } from 'commander'
import { contextOf } from '../../context.ts'
import { examples } from '../../define.ts'
import { signedIn } from '../../session.ts'
import { canAsk, confirm } from '../../terminal/ask.ts'

export function define(command: Command): void {
  command
    .description('Leave a publisher. Its last owner cannot: hand it over first, with “waybill org transfer”.')
    .argument('<name>', 'name of the publisher')
    .option('--yes', 'do not ask')
    .action(run)
  examples(command, ['waybill org leave acme', 'be no member any more'])
}

async function run(name: string, flags: { yes?: true }, command: Command): Promise<void> {
  const context = contextOf(command)
  const access = await signedIn(context)
  const { user } = await whoami(access)
  if (!user)
    throw new WaybillError('auth.required', 'The token is a publisher’s; only an account is a member.', {
      hint: 'Sign in to your account: waybill login --email ADDRESS',
    })
  if (!flags.yes && canAsk(context) && !(await confirm(`Leave ${name}?`, false)))
    throw new WaybillError('operation.cancelled', 'Cancelled; you are still a member.')
  await removeMember(access, name, user.email)
  context.out.result({ publisher: name, left: true }, () => `You are no member of ${name} any more.`)
}
