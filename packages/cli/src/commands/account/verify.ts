import { confirmAddress } from '@waybill/client'
import type { Command } from 'commander'
import { contextOf } from '../../context.ts'
import { examples } from '../../define.ts'
import { homeOf, registryUrl } from '../../session.ts'

export function define(command: Command): void {
  command
    .description('Confirm the address of your account with the token of the mail.')
    .argument('<token>', 'token of the mail, good for a day')
    .action(run)
  examples(command, ['waybill account verify eyJhbGciOi…', 'then: waybill login --email …'])
}

async function run(token: string, _: unknown, command: Command): Promise<void> {
  const context = contextOf(command)
  const url = await registryUrl(context, await homeOf(context))
  await confirmAddress({ url, signal: context.signal }, token)
  context.out.result({ verified: true }, () => [
    'The address is confirmed.',
    'Sign in: waybill login --email ADDRESS',
  ])
}
