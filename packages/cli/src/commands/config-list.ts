import { readSettings, usualConfig } from '@waybill/client'
import type { Command } from 'commander'
import { contextOf, type Context } from '../context.ts'
import { examples } from '../define.ts'
import { homeOf } from '../session.ts'
import { settingText } from '../terminal/setting.ts'
import { table } from '../terminal/table.ts'

export function define(command: Command): void {
  command
    .description(
      'List the settings that count: yours over the project’s and the defaults. Secrets are not printed.',
    )
    .option('--plugin <name>', 'of this installed plugin')
    .option('--show-origin', 'say where each comes from')
    .action(run)
  examples(
    command,
    ['waybill config list --show-origin', 'what is set, and where'],
    ['waybill config list --plugin wallet', 'the settings of a plugin'],
  )
}

async function run(flags: { plugin?: string; showOrigin?: true }, command: Command): Promise<void> {
  const context = contextOf(command)
  const { settings, problems } = await find(context, flags.plugin)
  for (const message of problems) context.out.warn(message)
  context.out.result({ settings, problems }, () =>
    table(
      settings.map(({ key, value, origin }) => [
        key,
        settingText(value),
        ...(flags.showOrigin ? [origin] : []),
      ]),
      context.out.width,
    ),
  )
}

async function find(context: Context, plugin: string | undefined) {
  const home = await homeOf(context)
  if (plugin === undefined)
    return { settings: await readSettings(home, { flags: { registry: context.registry } }), problems: [] }
  const config = await (await usualConfig(home)).getExtensionConfig(plugin)
  const settings = Object.entries(config.values).map(([key, value]) => ({
    key,
    value: config.secrets.includes(key) ? '(secret)' : value,
    origin: config.origins[key] ?? 'default',
  }))
  return { settings, problems: config.problems.map(({ message }) => message) }
}
