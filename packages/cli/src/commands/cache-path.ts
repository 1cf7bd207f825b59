import type { Command } from 'commander'
import { contextOf } from '../context.ts'
import { examples } from '../define.ts'
import { homeOf } from '../session.ts'

export function define(command: Command): void {
  command.description('Print the folder of the cache (WAYBILL_CACHE).').action(run)
  examples(command, ['du -sh "$(waybill cache path)"', 'how large it is'])
}

async function run(_: unknown, command: Command): Promise<void> {
  const context = contextOf(command)
  const { cache } = await homeOf(context)
  context.out.result({ path: cache }, () => cache)
}
