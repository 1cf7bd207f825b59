import { changeMember, type MemberRole } from '@waybill/client'
import type { Command } from 'commander'
import { contextOf } from '../../context.ts'
import { examples } from '../../define.ts'
import { signedIn } from '../../session.ts'
import { roleArgument } from './role-option.ts'

export function define(command: Command): void {
  command
    .description('Give a member of a publisher another role, as one of its owners.')
    .argument('<name>', 'name of the publisher')
    .argument('<email>', 'address of the member')
    .addArgument(roleArgument())
    .action(run)
  examples(command, ['waybill org role acme bob@example.org maintainer', 'let Bob manage members and keys'])
}

async function run(
  name: string,
  email: string,
  role: MemberRole,
  ...[, command]: [unknown, Command]
): Promise<void> {
  const context = contextOf(command)
  await changeMember(await signedIn(context), name, { email, role })
  context.out.result({ publisher: name, email, role }, () => `${email} is ${role} of ${name} now.`)
}
