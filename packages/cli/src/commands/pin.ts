import { Installer } from '@waybill/client'
import type { Command } from 'commander'
import { contextOf } from '../context.ts'
import { examples } from '../define.ts'
import { homeOf } from '../session.ts'

export function define(command: Command): void {
  command
    .description('Hold a plugin at the version it has: updates leave it alone until you unpin it.')
    .argument('<name>', 'the plugin')
    .action(run)
  examples(command, ['waybill pin csv-tables', 'keep this version'])
}

async function run(name: string, _: unknown, command: Command): Promise<void> {
  const context = contextOf(command)
  const result = await (await Installer.open(await homeOf(context))).pin(name, { signal: context.signal })
  context.out.result({ ...result, pinned: true }, () => `${name} stays at ${result.version}.`)
}
