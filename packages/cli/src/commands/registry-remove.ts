import { removeRegistry } from '@waybill/client'
import type { Command } from 'commander'
import { contextOf } from '../context.ts'
import { examples } from '../define.ts'
import { homeOf } from '../session.ts'

export function define(command: Command): void {
  command
    .description('Forget a registry and what was trusted because of it. Installed plugins stay.')
    .argument('<url>', 'address of the registry')
    .action(run)
  examples(command, ['waybill registry remove https://plugins.example.org', 'forget it'])
}

async function run(url: string, _: unknown, command: Command): Promise<void> {
  const context = contextOf(command)
  await removeRegistry(await homeOf(context), url)
  context.out.result({ removed: url }, () => `Removed ${url}.`)
}
