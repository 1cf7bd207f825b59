import { forgetToken } from '@waybill/client'
import type { Command } from 'commander'
import { contextOf } from '../context.ts'
import { examples } from '../define.ts'
import { homeOf, registryUrl } from '../session.ts'

export function define(command: Command): void {
  command
    .description('Forget the token of a registry. It stays valid: “waybill registry token revoke” ends it.')
    .action(run)
  examples(command, ['waybill logout', 'forget the token of your registry'])
}

async function run(_: unknown, command: Command): Promise<void> {
  const context = contextOf(command)
  const home = await homeOf(context)
  const registry = await registryUrl(context, home)
  const forgotten = await forgetToken(home, registry)
  context.out.result({ registry, forgotten }, () =>
    forgotten ? `Signed out of ${registry}.` : `You were not signed in to ${registry}.`,
  )
}
