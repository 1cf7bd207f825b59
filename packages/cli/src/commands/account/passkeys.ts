import { listPasskeys, removePasskey } from '@waybill/client'
import { WaybillError } from '@waybill/core/errors'
import type { Command } from 'commander'
import { contextOf, type Context } from '../../context.ts'
import { examples } from '../../define.ts'
import { signedIn } from '../../session.ts'
import { canAsk, confirm } from '../../terminal/ask.ts'
import { table } from '../../terminal/table.ts'
import { day } from '../../terminal/text.ts'

interface Flags {
  remove?: string
  yes?: true
}

export function define(command: Command): void {
  command
    .description(
      'List the passkeys of your account, or remove one. They are added where there is a browser, on the registry’s pages.',
    )
    .option('--remove <id>', 'remove this one; refused where it is the last way to sign in')
    .option('--yes', 'do not ask whether to remove it')
    .action(run)
  examples(
    command,
    ['waybill account passkeys', 'ids, names and dates'],
    ['waybill account passkeys --remove 4kQz…', 'a device that was lost'],
  )
}

async function run(flags: Flags, command: Command): Promise<void> {
  const context = contextOf(command)
  if (flags.remove !== undefined) return remove(context, flags.remove, flags)
  const passkeys = await listPasskeys(await signedIn(context))
  context.out.result({ passkeys }, () => {
    if (passkeys.length === 0) return 'No passkeys.'
    return table(
      passkeys.map(({ id, name, createdAt, backedUp }) => [
        id,
        name || 'without a name',
        createdAt ? `since ${day(createdAt)}` : '',
        backedUp ? 'synchronised' : 'on one device',
      ]),
      context.out.width,
    )
  })
}

async function remove(context: Context, id: string, flags: Flags): Promise<void> {
  const access = await signedIn(context)
  if (!flags.yes && canAsk(context) && !(await confirm('It will not sign in any more. Remove it?', false)))
    throw new WaybillError('operation.cancelled', 'Cancelled; the passkey stays.')
  await removePasskey(access, id)
  context.out.result({ removed: id }, () => 'The passkey is removed.')
}
