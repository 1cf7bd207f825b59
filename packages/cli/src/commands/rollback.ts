import { Installer } from '@waybill/client'
import { WaybillError } from '@waybill/core/errors'
import type { Command } from 'commander'
import { followOf } from '../choice-options.ts'
import { contextOf } from '../context.ts'
import { examples } from '../define.ts'
import { parseSpec } from '../package-spec.ts'
import { homeOf } from '../session.ts'

export function define(command: Command): void {
  command
    .description(
      'Go back to the version before, or to another one that is kept (the last three are). Works offline. The plugin is pinned there until you unpin it.',
    )
    .argument('<name[@version]>', 'the plugin, and the version if it is not the last one')
    .option('--yes', 'do not ask')
    .action(run)
  examples(
    command,
    ['waybill rollback csv-tables', 'the version before'],
    ['waybill rollback csv-tables@1.0.0', 'this one'],
  )
}

async function run(text: string, flags: { yes?: true }, command: Command): Promise<void> {
  const context = contextOf(command)
  const { name, rest } = parseSpec(text)
  const follow = followOf(context, flags)
  const { isDone, ...result } = await (
    await Installer.open(await homeOf(context))
  ).rollback(name, {
    ...follow,
    version: rest,
  })
  if (!isDone) throw new WaybillError('operation.cancelled', 'Nothing was changed.')
  context.out.result(
    result,
    () => `${context.out.bold(name)} is back at ${result.version} (from ${result.from}), and pinned there.`,
  )
}
