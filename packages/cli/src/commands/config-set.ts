import { setPluginSetting, setSetting } from '@waybill/client'
import type { Command } from 'commander'
import { contextOf } from '../context.ts'
import { examples } from '../define.ts'
import { homeOf } from '../session.ts'
import { settingText } from '../terminal/setting.ts'

export function define(command: Command): void {
  command
    .description(
      'Change a setting in your own file (config.toml in your home, readable for you alone). A plugin’s settings are checked against its manifest and brought to the plugin at once.',
    )
    .argument('<key>', 'the setting')
    .argument('<value>', 'its value; lists with commas')
    .option('--plugin <name>', 'of this installed plugin')
    .action(run)
  examples(
    command,
    ['waybill config set registry.private.url https://registry.acme-corp.internal', 'name a registry'],
    ['waybill config set --plugin wallet testnet true', 'a setting of a plugin'],
  )
}

async function run(key: string, value: string, flags: { plugin?: string }, command: Command): Promise<void> {
  const context = contextOf(command)
  const { out } = context
  const home = await homeOf(context)
  if (flags.plugin === undefined) {
    const set = await setSetting(home, key, value)
    out.result({ key, value: set }, () => `${key} = ${settingText(set)}`)
    return
  }
  const config = await setPluginSetting(home, flags.plugin, key, value)
  for (const { message } of config.problems) out.warn(message)
  const shown = config.secrets.includes(key) ? '(secret)' : config.get(key)
  out.result(
    { plugin: flags.plugin, key, value: shown, problems: config.problems },
    () => `${flags.plugin}: ${key} = ${settingText(shown)}`,
  )
}
