import { Installer } from '@waybill/client'
import type { Command } from 'commander'
import { contextOf } from '../context.ts'
import { examples } from '../define.ts'
import { homeOf } from '../session.ts'

export function define(command: Command): void {
  command
    .description('Let updates change a plugin again that was pinned, or rolled back.')
    .argument('<name>', 'the plugin')
    .action(run)
  examples(command, ['waybill unpin csv-tables', 'let it be updated'])
}

async function run(name: string, _: unknown, command: Command): Promise<void> {
  const context = contextOf(command)
  const result = await (await Installer.open(await homeOf(context))).unpin(name, { signal: context.signal })
  context.out.result({ ...result, pinned: false }, () => `${name} may change from ${result.version} again.`)
}
