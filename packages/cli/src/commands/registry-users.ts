import { listUsers, operatorRoles, type OperatorRole, type RegistryUser } from '@waybill/client'
import { Option, type Command } from 'commander'
import { contextOf } from '../context.ts'
import { examples } from '../define.ts'
import { signedIn } from '../session.ts'
import { table } from '../terminal/table.ts'
import { day } from '../terminal/text.ts'

export function define(command: Command): void {
  command
    .description('List the accounts of a registry, as one of its administrators or auditors.')
    .addOption(new Option('--role <role>', 'only those with this role').choices(operatorRoles))
    .action(run)
  examples(
    command,
    ['waybill registry users', 'all accounts'],
    ['waybill registry users --role reviewer', 'who reviews'],
  )
}

async function run({ role }: { role?: OperatorRole }, command: Command): Promise<void> {
  const context = contextOf(command)
  const users: RegistryUser[] = []
  for await (const user of listUsers(await signedIn(context)))
    if (role === undefined || user.roles.includes(role)) users.push(user)
  context.out.result({ users }, () =>
    table(
      users.map((user) => [
        user.email,
        user.name,
        user.roles.join(', ') || 'no role',
        user.verified ? 'confirmed' : 'not confirmed',
        user.totp ? 'second factor' : '',
        `since ${day(user.createdAt)}`,
      ]),
      context.out.width,
    ),
  )
}
