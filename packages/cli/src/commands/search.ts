import { Registry, type FoundPackage, type SearchResults, type SearchSort } from '@waybill/client'
import { Option, type Command } from 'commander'
import { contextOf } from '../context.ts'
import { examples, wholeNumber } from '../define.ts'
import { homeOf } from '../session.ts'
import { table } from '../terminal/table.ts'

interface Flags {
  category: string[]
  tag: string[]
  license: string[]
  platform?: string
  price?: 'free' | 'paid'
  publisher?: string
  verified?: true
  minRating?: number
  updated?: 'day' | 'week' | 'month' | 'year'
  published?: true
  sort?: SearchSort
  limit: number
  after?: string
}

const another = (value: string, former: string[]) => [...former, value]

export function define(command: Command): void {
  command
    .description(
      'Find plugins by words in their names, tags, descriptions and READMEs; without words, list all. The registry’s search forgives misspelt words; where there is none (a mirror, a copy, offline), the signed listings are searched.',
    )
    .argument('[words...]', 'what it is called, or what it does')
    .option(
      '--category <category>',
      'a category, or its first part: core, or core/bitcoin; repeatable',
      another,
      [],
    )
    .option('--tag <tag>', 'repeatable: all of them', another, [])
    .option('--platform <platform>', 'that run on it, such as linux-x86_64')
    .option('--min-rating <stars>', 'from 0 to 5', Number)
    .addOption(new Option('--price <price>', 'what it costs').choices(['free', 'paid']))
    .option('--license <license>', 'an SPDX licence; repeatable: one of them', another, [])
    .option('--verified', 'of publishers who proved a domain')
    .option('--publisher <name>', 'of one publisher')
    .addOption(new Option('--updated <period>', 'changed within').choices(['day', 'week', 'month', 'year']))
    .option('--published', 'only what can be installed from here')
    .addOption(
      new Option('--sort <order>', 'relevance with words, else downloads').choices([
        'relevance',
        'downloads',
        'trending',
        'updated',
        'new',
        'rating',
        'name',
      ]),
    )
    .option('--limit <n>', 'most results of a page; a registry gives at most 100', wholeNumber(1, 10_000), 50)
    .option('--after <cursor>', 'the page after the one that named this cursor')
    .action(run)
  examples(
    command,
    ['waybill search csv', 'plugins that have to do with CSV'],
    ['waybill search kanban --min-rating 4 --price free', 'what others liked, free of charge'],
    ['waybill search --category core --sort updated --limit 10', 'ten of a category'],
  )
}

async function run(words: string[], flags: Flags, command: Command): Promise<void> {
  const context = contextOf(command)
  const { out } = context
  const registry = await Registry.open(await homeOf(context), context.registry)
  const results = await found(registry, words.join(' '), flags)
  const { source, total, totalIsExact, corrected, next } = results
  if (corrected !== null) out.note(`Nothing was found for “${words.join(' ')}”. Did you mean “${corrected}”?`)
  if (results.length === 0)
    out.note('Nothing was found. (A new package can be found within a minute of its publishing.)')
  if (source === 'listings') out.note('Searched the signed listings: this address answers no searches.')
  out.result({ results: [...results], source, total, totalIsExact, corrected, next }, () =>
    table(results.map(row), out.width),
  )
  if (next !== null)
    out.note(`${totalIsExact ? total : `At least ${total}`} in all. The next page: --after ${next}`)
}

function found(registry: Registry, words: string, flags: Flags): Promise<SearchResults> {
  const search = registry.search(words).limit(flags.limit)
  for (const category of flags.category) search.category(category)
  for (const tag of flags.tag) search.tag(tag)
  for (const license of flags.license) search.license(license)
  if (flags.platform !== undefined) search.platform(flags.platform)
  if (flags.price) search.price(flags.price)
  if (flags.publisher !== undefined) search.publisher(flags.publisher)
  if (flags.verified) search.verified()
  if (flags.minRating !== undefined) search.minRating(flags.minRating)
  if (flags.updated) search.updated(flags.updated)
  if (flags.published) search.published()
  if (flags.sort) search.sortBy(flags.sort)
  if (flags.after !== undefined) search.after(flags.after)
  return search.execute()
}

function row({ name, version, category, description, price, listedOnly }: FoundPackage): string[] {
  const cost = price?.kind === 'paid' ? price.label : ''
  return [
    name,
    version ?? '',
    category,
    [listedOnly ? 'listed only' : '', cost].filter(Boolean).join(', '),
    description,
  ]
}
