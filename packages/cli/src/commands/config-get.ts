import { readSettings, requireKnown, usualConfig } from '@waybill/client'
import { WaybillError } from '@waybill/core/errors'
import type { Command } from 'commander'
import { contextOf, type Context } from '../context.ts'
import { examples } from '../define.ts'
import { homeOf } from '../session.ts'
import { settingText } from '../terminal/setting.ts'

export function define(command: Command): void {
  command
    .description(
      'Print the value of a setting that counts, from whichever source it comes. A secret is not printed.',
    )
    .argument('<key>', 'the setting')
    .option('--plugin <name>', 'of this installed plugin')
    .action(run)
  examples(
    command,
    ['waybill config get registry', 'the registry that is used'],
    ['waybill config get --plugin wallet rpc_url', 'a setting of a plugin'],
  )
}

async function run(key: string, flags: { plugin?: string }, command: Command): Promise<void> {
  const context = contextOf(command)
  const found = await find(context, key, flags.plugin)
  if (!found) {
    throw new WaybillError('usage.invalid', `“${key}” is not set.`, {
      hint: `Set it: waybill config set ${flags.plugin === undefined ? '' : `--plugin ${flags.plugin} `}${key} VALUE`,
      details: { key },
    })
  }
  context.out.result({ key, ...found }, () => settingText(found.value))
}

async function find(context: Context, key: string, plugin: string | undefined) {
  const home = await homeOf(context)
  if (plugin === undefined) {
    requireKnown(key)
    const setting = (await readSettings(home, { flags: { registry: context.registry } })).find(
      (each) => each.key === key,
    )
    return setting && { value: setting.value, origin: setting.origin }
  }
  const config = await (await usualConfig(home)).getExtensionConfig(plugin)
  const value = config.get(key)
  if (value === undefined) return undefined
  return {
    value: config.secrets.includes(key) ? '(secret)' : value,
    origin: config.origins[key] ?? 'default',
  }
}
