import { readFeatured, setFeatured } from '@waybill/client'
import { WaybillError } from '@waybill/core/errors'
import { parsePackageName } from '@waybill/core/names'
import type { Command } from 'commander'
import { contextOf } from '../context.ts'
import { examples } from '../define.ts'
import { signedIn } from '../session.ts'

export function define(command: Command): void {
  command
    .description(
      'Show the packages that the registry shows first, or choose them, in this order, as one of its administrators or moderators. Those that are not named are no longer shown first.',
    )
    .argument('[names...]', 'all that are to be shown first, at most 24')
    .option('--none', 'none is to be shown first')
    .action(run)
  examples(
    command,
    ['waybill registry feature dataview calendar', 'show these two first'],
    ['waybill registry feature', 'which they are'],
  )
}

async function run(given: string[], flags: { none?: true }, command: Command): Promise<void> {
  const context = contextOf(command)
  if (flags.none && given.length > 0)
    throw new WaybillError('usage.invalid', 'Either packages or --none.', {
      hint: 'Leave one of the two out.',
    })
  const names = given.map((name) => parsePackageName(name).full)
  const access = await signedIn(context)
  const isChange = flags.none === true || names.length > 0
  if (isChange) await setFeatured(access, names)
  const packages = isChange ? names : await readFeatured(access)
  context.out.result({ packages }, () =>
    packages.length > 0 ? packages : 'No package is shown first by choice.',
  )
}
