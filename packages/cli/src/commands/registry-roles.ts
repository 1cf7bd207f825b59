import { operatorRoles, setRoles, userByEmail, type OperatorRole } from '@waybill/client'
import { WaybillError } from '@waybill/core/errors'
import { Argument, type Command } from 'commander'
import { contextOf } from '../context.ts'
import { examples } from '../define.ts'
import { signedIn } from '../session.ts'

export function define(command: Command): void {
  command
    .description(
      'Show the roles of an account in the registry, or set them, as one of its administrators. Roles that are not named it loses.',
    )
    .argument('<email>', 'address of the account')
    .addArgument(new Argument('[roles...]', 'all that it is to have').choices(operatorRoles))
    .option('--none', 'it is to have none')
    .action(run)
  examples(
    command,
    ['waybill registry roles rita@example.org reviewer', 'let Rita review'],
    ['waybill registry roles rita@example.org --none', 'take all roles from her'],
  )
}

async function run(
  email: string,
  named: OperatorRole[],
  flags: { none?: true },
  command: Command,
): Promise<void> {
  const context = contextOf(command)
  if (flags.none && named.length > 0)
    throw new WaybillError('usage.invalid', 'Either roles or --none.', { hint: 'Leave one of the two out.' })
  const access = await signedIn(context)
  const user = await userByEmail(access, email)
  const isChange = flags.none === true || named.length > 0
  if (isChange) await setRoles(access, user.id, named)
  const roles = isChange ? [...new Set(named)] : user.roles
  context.out.result(
    { email: user.email, roles },
    () => `${user.email}: ${roles.join(', ') || 'no role in the registry'}`,
  )
}
