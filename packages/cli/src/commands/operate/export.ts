import type { Command } from 'commander'
import { contextOf } from '../../context.ts'
import { examples } from '../../define.ts'
import { day, count, formatBytes } from '../../terminal/text.ts'
import { dataOption, dataOptions, lifetimeDays, loadServer, type DataFlags } from './data.ts'

export function define(command: Command): void {
  command
    .description(
      'Write the whole registry tree as plain files, which any web server can serve as they are. The copy is accepted by clients until its lifetime ends.',
    )
    .argument('<folder>', 'new or empty folder')
    .option(
      '--lifetime <time>',
      'how long clients accept the copy: 90d, 12w or 1y (default: the registry’s own)',
      lifetimeDays,
    )
    .addOption(dataOption())
    .action(run)
  examples(command, ['waybill registry export /srv/www/plugins --lifetime 90d', 'a copy for 90 days'])
}

async function run(
  folder: string,
  flags: DataFlags & { lifetime?: number },
  command: Command,
): Promise<void> {
  const { exportTree } = await loadServer()
  const done = await exportTree({
    ...dataOptions(command, flags),
    out: folder,
    ...(flags.lifetime === undefined ? {} : { lifetimeDays: flags.lifetime }),
  })
  contextOf(command).out.result(done, () => [
    `Wrote ${count(done.packages, 'package')} (${count(done.files, 'file')}, ${formatBytes(done.bytes)}) to ${done.folder}`,
    `  accepted until ${day(done.expires)}`,
  ])
}
