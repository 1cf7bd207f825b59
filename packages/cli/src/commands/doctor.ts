import { Installer } from '@waybill/client'
import { errorCodes, WaybillError } from '@waybill/core/errors'
import type { Command } from 'commander'
import { followOf } from '../choice-options.ts'
import { contextOf } from '../context.ts'
import { examples } from '../define.ts'
import { Reported } from '../report.ts'
import { homeOf } from '../session.ts'
import { table } from '../terminal/table.ts'

export function define(command: Command): void {
  command
    .description(
      'Find what is damaged in your home and mend it: interrupted operations are completed or undone, damaged files fetched again, leftovers removed. Ends with 1 when something is left that only you can mend.',
    )
    .option('--check', 'look only, mend nothing')
    .option('--offline', 'mend from what is kept on this machine')
    .option('--yes', 'do not ask')
    .action(run)
  examples(command, ['waybill doctor', 'find and mend'], ['waybill doctor --check', 'only find'])
}

const cures = {
  restore: 'fetched again',
  switch: 'set right',
  remove: 'removed',
  none: 'yours to mend',
} as const

async function run(flags: { check?: true; offline?: true; yes?: true }, command: Command): Promise<void> {
  const context = contextOf(command)
  const { out } = context
  const follow = followOf(context, flags)
  const report = await (
    await Installer.open(await homeOf(context))
  )
    .doctor({
      ...follow,
      registry: context.registry,
      offline: flags.offline,
      check: flags.check ?? false,
    })
    .finally(follow.end)
  const { wasInterrupted, ailments, isMended } = report
  const isWell = isMended && !(wasInterrupted && flags.check)
  out.result(report, () => [
    ...(wasInterrupted
      ? [flags.check ? 'An operation was interrupted here.' : 'An interrupted operation was ended.']
      : []),
    ...table(
      ailments.map(({ name, message, cure }) => [name, message, flags.check ? '' : cures[cure]]),
      out.width,
    ),
    ...(ailments.length === 0 && !wasInterrupted ? ['All is well.'] : []),
  ])
  if (isWell) return
  if (context.json) throw new Reported(errorCodes['home.damaged'].exit)
  throw new WaybillError(
    'home.damaged',
    flags.check ? 'The home is not as it should be.' : 'Not everything could be mended.',
    {
      hint: flags.check ? 'Mend it with “waybill doctor”.' : 'Do what is said above, then run it again.',
    },
  )
}
