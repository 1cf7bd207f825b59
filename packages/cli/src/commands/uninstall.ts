import { Installer } from '@waybill/client'
import { WaybillError } from '@waybill/core/errors'
import type { Command } from 'commander'
import { contextOf } from '../context.ts'
import { examples } from '../define.ts'
import { followInstall } from '../install-events.ts'
import { homeOf } from '../session.ts'
import { canAsk, confirm } from '../terminal/ask.ts'

export function define(command: Command): void {
  command
    .description(
      'Remove plugins, and the dependencies that nothing else needs. Refused while another plugin needs one, unless you remove that too.',
    )
    .argument('<names...>', 'the plugins')
    .option('--cascade', 'also remove what needs them')
    .option('--yes', 'do not ask')
    .action(run)
  examples(command, ['waybill uninstall sales-digest', 'remove it and what only it needed'])
}

async function run(names: string[], flags: { yes?: true; cascade?: true }, command: Command): Promise<void> {
  const context = contextOf(command)
  const { out, signal } = context
  const installer = await Installer.open(await homeOf(context))
  const { onEvent, onWait } = followInstall(out)
  const { plan, isDone } = await installer.uninstall(names, {
    cascade: flags.cascade,
    ...(!flags.yes && canAsk(context) ? { confirm: () => confirm('Go on?') } : {}),
    onEvent,
    onWait,
    signal,
  })
  if (!isDone) throw new WaybillError('operation.cancelled', 'Nothing was changed.')
  const removed = plan.steps.map((step) => ({ name: step.name, version: step.version }))
  out.result({ removed }, () => removed.map((each) => `Removed ${each.name} ${each.version}`))
}
