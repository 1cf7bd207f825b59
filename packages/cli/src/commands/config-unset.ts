import { setPluginSetting, unsetSetting } from '@waybill/client'
import type { Command } from 'commander'
import { contextOf } from '../context.ts'
import { examples } from '../define.ts'
import { homeOf } from '../session.ts'

export function define(command: Command): void {
  command
    .description('Take a setting out of your own file; what other sources say counts again.')
    .argument('<key>', 'the setting')
    .option('--plugin <name>', 'of this installed plugin')
    .action(run)
  examples(command, ['waybill config unset minimum-release-age', 'no rule on age any more'])
}

async function run(key: string, flags: { plugin?: string }, command: Command): Promise<void> {
  const context = contextOf(command)
  const home = await homeOf(context)
  if (flags.plugin === undefined) await unsetSetting(home, key)
  else await setPluginSetting(home, flags.plugin, key, undefined)
  context.out.result({ key, unset: true }, () => `${key} is no longer set in your file.`)
}
