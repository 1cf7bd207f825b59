import { PackageCache } from '@waybill/client'
import type { Command } from 'commander'
import { contextOf } from '../context.ts'
import { examples } from '../define.ts'
import { homeOf } from '../session.ts'
import { count } from '../terminal/text.ts'

export function define(command: Command): void {
  command
    .description(
      'Read everything in the cache and drop what is damaged; it is fetched again when it is needed.',
    )
    .action(run)
  examples(command, ['waybill cache verify', 'check it'])
}

async function run(_: unknown, command: Command): Promise<void> {
  const context = contextOf(command)
  const { checked, damaged } = await new PackageCache((await homeOf(context)).cache).verify()
  context.out.result({ checked, damaged }, () => [
    ...damaged.map(({ kind, sha256 }) => `Dropped a damaged ${kind}: ${sha256}`),
    `${count(checked, 'entry', 'entries')} checked, ${damaged.length} damaged.`,
  ])
}
