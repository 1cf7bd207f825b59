import { listTokens } from '@waybill/client'
import type { Command } from 'commander'
import { contextOf } from '../../context.ts'
import { examples } from '../../define.ts'
import { signedIn } from '../../session.ts'
import { table } from '../../terminal/table.ts'
import { day } from '../../terminal/text.ts'

export function define(command: Command): void {
  command.description('List the tokens of your account, without their texts.').action(run)
  examples(command, ['waybill token list', 'ids, limits, last uses'])
}

async function run(_: unknown, command: Command): Promise<void> {
  const context = contextOf(command)
  const tokens = await listTokens(await signedIn(context))
  context.out.result({ tokens }, () => {
    if (tokens.length === 0) return 'No tokens. “waybill token create” makes one.'
    return table(
      tokens.map(({ id, name, actions, packages, lastUsedAt, expiresAt }) => [
        id,
        name,
        [...actions, ...packages].filter((limit) => limit !== '*').join(', ') || 'all you may do',
        lastUsedAt ? `used ${day(lastUsedAt)}` : 'never used',
        expiresAt ? `ends ${day(expiresAt)}` : 'no end',
      ]),
      context.out.width,
    )
  })
}
