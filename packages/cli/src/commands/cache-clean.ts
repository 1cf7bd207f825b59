import { cachePolicy, PackageCache } from '@waybill/client'
import { WaybillError } from '@waybill/core/errors'
import { parseDuration, parseSize } from '@waybill/core/units'
import type { Command } from 'commander'
import { contextOf } from '../context.ts'
import { examples } from '../define.ts'
import { homeOf } from '../session.ts'
import { count, formatBytes } from '../terminal/text.ts'

export function define(command: Command): void {
  command
    .description(
      'Remove what is too old or too much; with --all, everything. What is installed stays. While another process uses the cache, nothing is removed.',
    )
    .option('--all', 'remove everything')
    .option('--max-size <size>', 'keep at most this much of what was used last, such as 500MB')
    .option('--ttl <time>', 'drop documents that were not used for this long, such as 3600s')
    .action(run)
  examples(
    command,
    ['waybill cache clean', 'down to the size that the settings say (1 GB)'],
    ['waybill cache clean --max-size 200MB', 'down to 200 MB'],
  )
}

async function run(flags: { all?: true; maxSize?: string; ttl?: string }, command: Command): Promise<void> {
  const context = contextOf(command)
  const home = await homeOf(context)
  const cache = new PackageCache(home.cache).policy({
    ...(await cachePolicy(home)),
    ...(flags.maxSize === undefined ? {} : { maxSize: parseSize(flags.maxSize) }),
    ...(flags.ttl === undefined ? {} : { ttl: parseDuration(flags.ttl) }),
  })
  const cleaning = await cache.clean({ all: flags.all ?? false })
  if (!cleaning) {
    throw new WaybillError('operation.cancelled', 'Another process uses the cache; nothing was removed.', {
      hint: 'Try again when it is done.',
    })
  }
  const { removed, bytes } = cleaning
  const freed = removed.reduce((sum, entry) => sum + entry.bytes, 0)
  context.out.result(
    { removed, bytes },
    () =>
      `Removed ${count(removed.length, 'entry', 'entries')} (${formatBytes(freed)}); ${formatBytes(bytes)} are left.`,
  )
}
