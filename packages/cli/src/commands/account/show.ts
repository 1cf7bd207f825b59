import { whoami } from '@waybill/client'
import { WaybillError } from '@waybill/core/errors'
import type { Command } from 'commander'
import { contextOf } from '../../context.ts'
import { examples } from '../../define.ts'
import { signedIn } from '../../session.ts'
import { facts } from '../../terminal/table.ts'
import { count, printable } from '../../terminal/text.ts'

export function define(command: Command): void {
  command.description('Show your account and how it signs in.').action(run)
  examples(command, ['waybill account show', 'password, second factor, passkeys, publishers'])
}

async function run(_: unknown, command: Command): Promise<void> {
  const context = contextOf(command)
  const { out } = context
  const access = await signedIn(context)
  const { user, publishers, roles } = await whoami(access)
  if (!user)
    throw new WaybillError('auth.required', 'The token is a publisher’s; there is no account behind it.', {
      hint: 'Sign in to your account: waybill login --email ADDRESS',
    })
  out.result({ registry: access.url, user, publishers, roles }, () => [
    out.bold(printable(user.email)),
    ...facts([
      ['name', user.name],
      ['password', user.password ? 'yes' : 'no'],
      ['authenticator app', user.totp ? 'on' : 'off'],
      ['passkeys', count(user.passkeys, 'passkey')],
      ['publishers', publishers.map(({ name, role }) => `${name} (${role})`).join(', ') || 'none'],
      ['registry roles', roles.join(', ')],
      ['registry', access.url],
    ]),
  ])
}
