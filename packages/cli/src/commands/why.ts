import { Installer } from '@waybill/client'
import type { Command } from 'commander'
import { contextOf } from '../context.ts'
import { examples } from '../define.ts'
import { homeOf } from '../session.ts'

export function define(command: Command): void {
  command
    .description('Say why a plugin is installed: every way to it from what you asked for.')
    .argument('<name>', 'the plugin')
    .action(run)
  examples(command, ['waybill why csv-tables', 'who needs it, in which version'])
}

async function run(name: string, _: unknown, command: Command): Promise<void> {
  const context = contextOf(command)
  const ways = await (await Installer.open(await homeOf(context))).why(name)
  context.out.result({ name, ways }, () =>
    ways.map((way) =>
      way
        .map((each, i) =>
          i === 0
            ? `you asked for ${each.name} ${each.requirement} (${each.version})`
            : `needs ${each.name} ${each.requirement} (${each.version})`,
        )
        .join(', which '),
    ),
  )
}
