import { Registry, type FoundPackage } from '@waybill/client'
import type { Command } from 'commander'
import { contextOf } from '../context.ts'
import { examples, wholeNumber } from '../define.ts'
import { homeOf } from '../session.ts'
import { table } from '../terminal/table.ts'

export function define(command: Command): void {
  command
    .description(
      'Find plugins by words in their names, keywords and descriptions; without words, list all. Listings are signed, and at most a minute behind what was published.',
    )
    .argument('[words...]', 'all of them must occur')
    .option('--category <category>', 'a category, or its first part: core, or core/bitcoin')
    .option('--limit <n>', 'most results', wholeNumber(1, 10_000), 50)
    .action(run)
  examples(
    command,
    ['waybill search csv', 'plugins that have to do with CSV'],
    ['waybill search --category core --limit 10', 'ten of a category'],
  )
}

async function run(
  words: string[],
  flags: { category?: string; limit: number },
  command: Command,
): Promise<void> {
  const context = contextOf(command)
  const { out } = context
  const registry = await Registry.open(await homeOf(context), context.registry)
  const search = registry.search(words.join(' ')).limit(flags.limit)
  const results = await (flags.category === undefined ? search : search.category(flags.category)).execute()
  if (results.length === 0)
    out.note('Nothing was found. (A new package can be found within a minute of its publishing.)')
  out.result({ results }, () => table(results.map(row), out.width))
}

function row({ name, version, category, description }: FoundPackage): string[] {
  return [name, version, category, description]
}
