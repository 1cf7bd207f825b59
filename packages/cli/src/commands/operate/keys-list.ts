import type { Command } from 'commander'
import { contextOf } from '../../context.ts'
import { examples } from '../../define.ts'
import { table } from '../../terminal/table.ts'
import { dataOption, dataOptions, loadServer, type DataFlags } from './data.ts'

export function define(command: Command): void {
  command
    .description('List the keys of the current root, and whether this machine has them.')
    .addOption(dataOption())
    .action(run)
  examples(command, ['waybill registry keys list', 'roles and key ids'])
}

async function run(flags: DataFlags, command: Command): Promise<void> {
  const { listKeys } = await loadServer()
  const keys = await listKeys(dataOptions(command, flags))
  contextOf(command).out.result({ keys }, () =>
    table(keys.map(({ role, keyId, online }) => [role, keyId, online ? 'here' : 'kept elsewhere'])),
  )
}
