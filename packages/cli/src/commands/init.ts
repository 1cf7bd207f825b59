import { basename, resolve } from 'node:path'
import { anyaProfile } from '@waybill/core/profile'
import { isWaybillError } from '@waybill/core/errors'
import { parsePackageName } from '@waybill/core/names'
import { parseVersion } from '@waybill/core/versions'
import { Registry } from '@waybill/client'
import type { Command } from 'commander'
import { contextOf, type Context } from '../context.ts'
import { examples } from '../define.ts'
import { homeOf } from '../session.ts'
import { suggestedName, writePlugin, type PluginStart } from '../plugin-start.ts'
import { askChoice, askText, canAsk } from '../terminal/ask.ts'

interface Flags {
  name?: string
  pluginVersion?: string
  category?: string
  license?: string
  description?: string
  yes?: true
}

export function define(command: Command): void {
  command
    .description(
      'Start a plugin: writes plugin.toml, README.md, index.js and .waybillignore. On a terminal it asks for what no option gives; files that are there are never overwritten.',
    )
    .argument('[folder]', 'where; made when it is not there', '.')
    .option('--name <name>', 'name of the plugin (default: the folder’s)')
    .option('--plugin-version <version>', 'first version (default: 0.1.0)')
    .option('--category <category>', 'category in the registry (default: the registry’s default)')
    .option('--license <spdx>', 'licence, as an SPDX expression (default: Apache-2.0)')
    .option('--description <text>', 'one line on what it does')
    .option('--yes', 'ask nothing, take defaults')
    .action(run)
  examples(
    command,
    ['waybill init my-plugin', 'asks, and starts a plugin in my-plugin/'],
    ['waybill init hello --yes', 'asks nothing'],
  )
}

async function run(folder: string, flags: Flags, command: Command): Promise<void> {
  const context = contextOf(command)
  const { out } = context
  const root = resolve(folder)
  const given = {
    name: flags.name ?? suggestedName(basename(root)),
    version: flags.pluginVersion ?? '0.1.0',
    category: flags.category,
    license: flags.license ?? 'Apache-2.0',
    description: flags.description ?? '',
  }
  const start = flags.yes || !canAsk(context) ? given : await ask(context, flags, given)
  const { written, kept } = await writePlugin(root, start)
  out.result({ folder: root, name: start.name, version: start.version, written, kept }, () => [
    `Started ${out.bold(`${start.name} ${start.version}`)} in ${root}`,
    ...written.map((file) => `  wrote ${file}`),
    ...kept.map((file) => `  kept  ${file}, which was there`),
    'Next: write index.js, then “waybill pack” or “waybill publish” in that folder.',
  ])
}

async function ask(context: Context, flags: Flags, given: PluginStart): Promise<PluginStart> {
  const unless = (flag: string | undefined, question: () => Promise<string>) => flag ?? question()
  return {
    name: await unless(flags.name, () =>
      askText({ message: 'Name', initial: given.name, check: complaint(parsePackageName) }),
    ),
    version: await unless(flags.pluginVersion, () =>
      askText({ message: 'Version', initial: given.version, check: complaint(parseVersion) }),
    ),
    description: await unless(flags.description, () =>
      askText({ message: 'What does it do, in one line?', initial: given.description }),
    ),
    category: await unless(flags.category, () => askCategory(context)),
    license: await unless(flags.license, () =>
      askText({ message: 'Licence (SPDX)', initial: given.license }),
    ),
  }
}

/** Of the pinned registry, where it can be asked; else of the built-in profile. */
async function askCategory(context: Context): Promise<string> {
  const { categories, defaultCategory } = await categoriesOf(context)
  const choices = categories.map(({ id, title }) => ({ value: id, hint: title }))
  return askChoice('Category', choices, defaultCategory)
}

async function categoriesOf(context: Context) {
  try {
    const { categories, ecosystem } = await (
      await Registry.open(await homeOf(context), context.registry)
    ).index()
    return { categories, defaultCategory: ecosystem.defaultCategory }
  } catch (error) {
    if (isWaybillError(error)) return anyaProfile
    throw error
  }
}

function complaint(parse: (text: string) => unknown) {
  return (text: string): string | undefined => {
    try {
      parse(text)
      return undefined
    } catch (error) {
      if (isWaybillError(error)) return error.message
      throw error
    }
  }
}
