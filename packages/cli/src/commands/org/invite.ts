import { inviteMember, type MemberRole } from '@waybill/client'
import type { Command } from 'commander'
import { contextOf } from '../../context.ts'
import { examples } from '../../define.ts'
import { signedIn } from '../../session.ts'
import { day, printable } from '../../terminal/text.ts'
import { roleOption } from './role-option.ts'

export function define(command: Command): void {
  command
    .description(
      'Invite somebody to a publisher of yours. A mail tells them how to accept, within seven days. Maintainers invite; owners are made by owners only.',
    )
    .argument('<name>', 'name of the publisher')
    .argument('<email>', 'address that their account has, or will have')
    .addOption(roleOption())
    .action(run)
  examples(
    command,
    ['waybill org invite acme bob@example.org', 'to publish'],
    ['waybill org invite acme eve@example.org --role billing', 'for prices and payments'],
  )
}

async function run(
  name: string,
  email: string,
  { role }: { role: MemberRole },
  command: Command,
): Promise<void> {
  const context = contextOf(command)
  const { id, expiresAt } = await inviteMember(await signedIn(context), name, { email, role })
  context.out.result({ publisher: name, email, role, id, expiresAt }, () => [
    `Invited ${email} to ${name}, as ${role}; the invitation works until ${printable(day(expiresAt))}.`,
    `Take it back: waybill org invitations ${name} --revoke ${printable(id)}`,
  ])
}
