import { Installer } from '@waybill/client'
import type { Command } from 'commander'
import { addChoiceOptions, choiceOf, type ChoiceFlags } from '../choice-options.ts'
import { contextOf } from '../context.ts'
import { examples } from '../define.ts'
import { homeOf } from '../session.ts'
import { table } from '../terminal/table.ts'

export function define(command: Command): void {
  command
    .description(
      'List plugins of which there is a newer version: the one you have, the one “update” would bring, and the newest there is.',
    )
    .action(run)
  addChoiceOptions(command)
  examples(command, ['waybill outdated', 'what is behind'], ['waybill outdated --json', 'for programs'])
}

async function run(flags: ChoiceFlags, command: Command): Promise<void> {
  const context = contextOf(command)
  const { out } = context
  const outdated = await (await Installer.open(await homeOf(context))).outdated(choiceOf(context, flags))
  if (outdated.length === 0) out.note('Everything is up to date.')
  out.result({ outdated }, () =>
    outdated.length === 0
      ? []
      : table(
          [
            ['plugin', 'installed', 'update', 'newest', ''],
            ...outdated.map(({ name, current, wanted, latest, isPinned, yanked }) => [
              name,
              current,
              wanted,
              latest,
              [isPinned ? 'pinned' : '', yanked === undefined ? '' : `yanked: ${yanked}`]
                .filter(Boolean)
                .join('; '),
            ]),
          ],
          out.width,
        ),
  )
}
