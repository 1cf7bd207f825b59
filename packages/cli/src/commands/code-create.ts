import { createCode } from '@waybill/client'
import { parsePackageName } from '@waybill/core/names'
import type { Command } from 'commander'
import { contextOf } from '../context.ts'
import { endOfDay, examples, wholeNumber } from '../define.ts'
import { signedIn } from '../session.ts'

interface Flags {
  uses: number
  until?: string
  days?: number
}

export function define(command: Command): void {
  command
    .description('Make a code that gives a plugin. It is shown this once: the registry keeps a digest only.')
    .argument('<name>', 'the plugin')
    .requiredOption('--uses <number>', 'how many accounts can redeem it (required)', wholeNumber(1, 100_000))
    .option('--until <date>', 'last day on which it works, such as 2027-01-31 (UTC)', endOfDay)
    .option('--days <number>', 'how long what it gives lasts; for good otherwise', wholeNumber(1, 36_500))
    .action(run)
  examples(command, ['waybill code create csv-pro --uses 10 --days 365', 'a year for each of ten accounts'])
}

async function run(given: string, { uses, until, days }: Flags, command: Command): Promise<void> {
  const context = contextOf(command)
  const name = parsePackageName(given).full
  const made = await createCode(await signedIn(context), name, {
    uses,
    ...(until === undefined ? {} : { until }),
    ...(days === undefined ? {} : { days }),
  })
  context.out.result({ name, ...made }, () => [
    made.code,
    `  Redeemed with: waybill buy ${name} --code ${made.code}`,
  ])
}
