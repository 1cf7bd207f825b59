import { revokeToken } from '@waybill/client'
import type { Command } from 'commander'
import { contextOf } from '../../context.ts'
import { examples } from '../../define.ts'
import { signedIn } from '../../session.ts'

export function define(command: Command): void {
  command
    .description('Revoke a token of your account: it is refused from the next request on.')
    .argument('<id>', 'id of the token (“waybill token list”)')
    .action(run)
  examples(command, ['waybill token revoke 0f8c…', 'end it'])
}

async function run(id: string, _: unknown, command: Command): Promise<void> {
  const context = contextOf(command)
  await revokeToken(await signedIn(context), id)
  context.out.result({ id, revoked: true }, () => `Revoked the token ${id}.`)
}
