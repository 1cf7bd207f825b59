import { listRegistries } from '@waybill/client'
import type { Command } from 'commander'
import { contextOf } from '../context.ts'
import { examples } from '../define.ts'
import { homeOf } from '../session.ts'
import { table } from '../terminal/table.ts'
import { day } from '../terminal/text.ts'

export function define(command: Command): void {
  command.description('List the registries that this home has pinned.').action(run)
  examples(command, ['waybill registry list', 'addresses and fingerprints'])
}

async function run(_: unknown, command: Command): Promise<void> {
  const context = contextOf(command)
  const pinned = await listRegistries(await homeOf(context))
  const registries = pinned.map(({ url, fingerprint, addedAt }) => ({ url, fingerprint, addedAt }))
  context.out.result({ registries }, () => {
    if (registries.length === 0)
      return 'No registry is pinned yet: waybill registry add URL --fingerprint sha256:…'
    return table(
      registries.map(({ url, fingerprint, addedAt }) => [url, fingerprint, `since ${day(addedAt)}`]),
    )
  })
}
