import type { Command } from 'commander'
import { contextOf } from '../../context.ts'
import { examples } from '../../define.ts'
import { table } from '../../terminal/table.ts'
import { day } from '../../terminal/text.ts'
import { dataOption, dataOptions, loadServer, type DataFlags } from './data.ts'

export function define(command: Command): void {
  command
    .description('List the tokens of a registry, without their texts.')
    .addOption(dataOption())
    .action(run)
  examples(command, ['waybill registry token list', 'ids, publishers, roles, last uses'])
}

async function run(flags: DataFlags, command: Command): Promise<void> {
  const { out } = contextOf(command)
  const { listTokens } = await loadServer()
  const tokens = await listTokens(dataOptions(command, flags))
  out.result({ tokens }, () =>
    table(
      tokens.map(
        ({ id, publisher, account, role, operator, name, createdAt, expiresAt, revokedAt, lastUsedAt }) => [
          id,
          publisher ?? account ?? '',
          [role, operator].filter(Boolean).join(', ') || 'account',
          name,
          `made ${day(createdAt)}`,
          lastUsedAt ? `used ${day(lastUsedAt)}` : 'never used',
          revokedAt ? `revoked ${day(revokedAt)}` : expiresAt ? `ends ${day(expiresAt)}` : '',
        ],
      ),
      out.width,
    ),
  )
}
