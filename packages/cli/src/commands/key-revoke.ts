import { revokeKey } from '@waybill/client'
import { WaybillError } from '@waybill/core/errors'
import type { Command } from 'commander'
import { contextOf } from '../context.ts'
import { examples } from '../define.ts'
import { signedIn } from '../session.ts'
import { canAsk, confirm } from '../terminal/ask.ts'

export function define(command: Command): void {
  command
    .description(
      'Revoke a key for good: everything that was signed with it is refused by every client from then on. For a key that may be in wrong hands.',
    )
    .argument('<key-id>', 'id of the key, 64 hexadecimal digits (“waybill key list”)')
    .requiredOption('--reason <text>', 'why, for everyone to read (required)')
    .option('--yes', 'do not ask')
    .action(run)
  examples(command, ['waybill key revoke 3f0c…9a --reason "laptop stolen"', 'revoke it'])
}

async function run(keyId: string, flags: { reason: string; yes?: true }, command: Command): Promise<void> {
  const context = contextOf(command)
  if (!/^[0-9a-f]{64}$/.test(keyId)) {
    throw new WaybillError('usage.invalid', `“${keyId}” is not the id of a key.`, {
      hint: 'An id has 64 hexadecimal digits; “waybill key list” shows yours.',
    })
  }
  const access = await signedIn(context)
  if (
    !flags.yes &&
    canAsk(context) &&
    !(await confirm('Everything signed with it will be refused. Go on?', false))
  )
    throw new WaybillError('operation.cancelled', 'Cancelled; the key is as it was.')
  await revokeKey(access, keyId, flags.reason)
  context.out.result({ keyId, revoked: { reason: flags.reason } }, () => `Revoked ${keyId}: ${flags.reason}`)
}
