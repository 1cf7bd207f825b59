import { listKeys } from '@waybill/client'
import type { Command } from 'commander'
import { contextOf } from '../context.ts'
import { examples } from '../define.ts'
import { signedIn } from '../session.ts'
import { table } from '../terminal/table.ts'
import { day } from '../terminal/text.ts'

export function define(command: Command): void {
  command.description('List the keys that are registered to your publisher, revoked ones too.').action(run)
  examples(command, ['waybill key list', 'ids, dates and revocations'])
}

async function run(_: unknown, command: Command): Promise<void> {
  const context = contextOf(command)
  const access = await signedIn(context)
  const keys = await listKeys(access)
  context.out.result({ keys }, () => {
    if (keys.length === 0) return 'No keys yet. Register yours with “waybill key register”.'
    return table(
      keys.map(({ keyId, validFrom, revoked }) => [
        keyId,
        `since ${day(validFrom)}`,
        revoked ? `revoked ${day(revoked.at)}: ${revoked.reason}` : '',
      ]),
    )
  })
}
