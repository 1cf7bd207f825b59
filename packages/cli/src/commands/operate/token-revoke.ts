import type { Command } from 'commander'
import { contextOf } from '../../context.ts'
import { examples } from '../../define.ts'
import { dataOption, dataOptions, loadServer, type DataFlags } from './data.ts'

export function define(command: Command): void {
  command
    .description('Revoke a token: it is refused from the next request on.')
    .argument('<id>', 'id of the token (“waybill registry token list”)')
    .addOption(dataOption())
    .action(run)
  examples(command, ['waybill registry token revoke 0f8c…', 'end it'])
}

async function run(id: string, flags: DataFlags, command: Command): Promise<void> {
  const { revokeToken } = await loadServer()
  await revokeToken({ ...dataOptions(command, flags), id })
  contextOf(command).out.result({ id, revoked: true }, () => `Revoked the token ${id}.`)
}
