import type { Command } from 'commander'
import { contextOf } from '../../context.ts'
import { examples } from '../../define.ts'
import { count, printable } from '../../terminal/text.ts'
import { dataOption, dataOptions, loadServer, type DataFlags } from './data.ts'

interface Flags extends DataFlags {
  publisher?: string
  category?: string
  source?: string
  dryRun?: true
}

/** What was left out is told line by line up to here; `--json` has all. */
const mostShown = 20

export function define(command: Command): void {
  command
    .description(
      'List the plugins of a catalogue elsewhere, such as Obsidian’s, with its figures, so that they are found here; none of them is published by that. Done again, it brings them up to date.',
    )
    .argument(
      '<path>',
      'folder with community-plugins.json, and perhaps community-plugin-stats.json and adoption.ndjson.gz',
    )
    .option('--publisher <name>', 'who the new names belong to (default: catalogue, made where it is new)')
    .option('--category <id>', 'where they are listed (default: the ecosystem’s own)')
    .option('--source <name>', 'name of the catalogue (default: community-plugins)')
    .option('--dry-run', 'say what would be done')
    .addOption(dataOption())
    .action(run)
  examples(
    command,
    ['waybill registry import-catalog ./obsidian-releases --dry-run', 'see what is usable'],
    ['waybill registry import-catalog ./obsidian-releases', 'list it'],
  )
}

async function run(path: string, flags: Flags, command: Command): Promise<void> {
  const { out } = contextOf(command)
  const { importCatalogue } = await loadServer()
  const { publisher, category, source, dryRun } = flags
  const done = await importCatalogue({
    ...dataOptions(command, flags),
    path,
    ...(publisher === undefined ? {} : { publisher }),
    ...(category === undefined ? {} : { category }),
    ...(source === undefined ? {} : { source }),
    dryRun: dryRun ?? false,
  })
  const { skipped } = done
  for (const { place, name, says } of skipped.slice(0, mostShown))
    out.warn(printable(`${name ?? 'an entry'} ${says} (${place})`))
  if (skipped.length > mostShown)
    out.warn(`${skipped.length - mostShown} more were left out; --json names them all`)
  out.result(done, () => [
    `${done.dryRun ? 'Would list' : 'Listed'} ${count(done.created, 'new package')} of the catalogue “${done.source}” and ${done.dryRun ? 'bring' : 'brought'} ${done.updated} up to date, for ${done.publisher} in ${done.category}.`,
    `  ${count(done.versions, 'version')} with ${count(done.downloads, 'download')}, as of ${done.day}`,
    ...(skipped.length > 0 ? [`  ${count(skipped.length, 'entry', 'entries')} left out`] : []),
  ])
}
