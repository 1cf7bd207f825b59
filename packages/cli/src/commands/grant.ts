import { grantEntitlement } from '@waybill/client'
import { parsePackageName } from '@waybill/core/names'
import type { Command } from 'commander'
import { contextOf } from '../context.ts'
import { endOfDay, examples } from '../define.ts'
import { signedIn } from '../session.ts'
import { day } from '../terminal/text.ts'

export function define(command: Command): void {
  command
    .description(
      'Give a plugin of yours to whoever has an address, without payment. It counts as soon as an account has confirmed the address.',
    )
    .argument('<name>', 'the plugin')
    .argument('<email>', 'the address')
    .option('--until <date>', 'last day of it, such as 2027-01-31 (UTC); for good otherwise', endOfDay)
    .option('--why <text>', 'why, for the history', 'given by the publisher')
    .action(run)
  examples(command, [
    'waybill grant csv-pro ada@example.org --until 2027-01-31 --why "beta tester"',
    'give it for a while',
  ])
}

async function run(
  given: string,
  email: string,
  { until, why }: { until?: string; why: string },
  command: Command,
): Promise<void> {
  const context = contextOf(command)
  const name = parsePackageName(given).full
  const granted = await grantEntitlement(await signedIn(context), name, {
    email,
    why,
    ...(until === undefined ? {} : { until }),
  })
  context.out.result(
    { name, ...granted },
    () =>
      `Gave ${name} to ${granted.email}${granted.until === undefined ? '' : ` until ${day(granted.until)}`}.`,
  )
}
