import { PackageCache } from '@waybill/client'
import type { Command } from 'commander'
import { contextOf } from '../context.ts'
import { examples } from '../define.ts'
import { homeOf } from '../session.ts'
import { table } from '../terminal/table.ts'
import { count, day, formatBytes } from '../terminal/text.ts'

export function define(command: Command): void {
  command.description('List what the cache keeps, least recently used first.').action(run)
  examples(command, ['waybill cache ls', 'what is kept'], ['waybill cache ls --json', 'for programs'])
}

async function run(_: unknown, command: Command): Promise<void> {
  const context = contextOf(command)
  const { cache } = await homeOf(context)
  const entries = await new PackageCache(cache).list()
  const bytes = entries.reduce((sum, entry) => sum + entry.bytes, 0)
  context.out.result({ path: cache, bytes, entries }, () => [
    ...table(
      entries.map(({ kind, sha256, bytes: size, usedAt }) => [
        kind,
        sha256.slice(0, 16),
        formatBytes(size),
        `used ${day(usedAt)}`,
      ]),
      context.out.width,
    ),
    `${count(entries.length, 'entry', 'entries')}, ${formatBytes(bytes)} in ${cache}`,
  ])
}
