import { registerKey } from '@waybill/client'
import type { Command } from 'commander'
import { contextOf } from '../context.ts'
import { examples } from '../define.ts'
import { keyOption, openKey, signedIn } from '../session.ts'

export function define(command: Command): void {
  command
    .description('Register the public half of your key, proving that you have the private half.')
    .addOption(keyOption())
    .action(run)
  examples(
    command,
    ['waybill key register', 'register the default key'],
    ['waybill key register --key work', 'register the key named “work”'],
  )
}

async function run(flags: { key?: string }, command: Command): Promise<void> {
  const context = contextOf(command)
  const key = await openKey(context, flags.key)
  const access = await signedIn(context)
  const registered = await registerKey(access, key)
  context.out.result({ ...registered, registry: access.url }, () => [
    `Registered the key ${registered.keyId}`,
    `  to ${registered.publisher} at ${access.url}`,
  ])
}
