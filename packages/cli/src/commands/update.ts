import { Installer } from '@waybill/client'
import { WaybillError } from '@waybill/core/errors'
import type { Command } from 'commander'
import { addChoiceOptions, choiceOf, followOf, type ChoiceFlags } from '../choice-options.ts'
import { contextOf } from '../context.ts'
import { examples } from '../define.ts'
import { homeOf } from '../session.ts'
import { planJson, planLines } from '../terminal/plan.ts'

export function define(command: Command): void {
  command
    .description(
      'Bring plugins to their newest versions within what was asked for at install; all of them when none is named. Pinned plugins stay as they are. The versions before are kept, to go back to.',
    )
    .argument('[names...]', 'plugins to update')
    .option('--dry-run', 'show the plan and change nothing')
    .option('--yes', 'do not ask')
    .action(run)
  addChoiceOptions(command)
  examples(
    command,
    ['waybill update', 'everything'],
    ['waybill update csv-tables --dry-run', 'what updating one would change'],
  )
}

async function run(
  names: string[],
  flags: ChoiceFlags & { dryRun?: true; yes?: true },
  command: Command,
): Promise<void> {
  const context = contextOf(command)
  const { out } = context
  const installer = await Installer.open(await homeOf(context))
  if (flags.dryRun) {
    const plan = await installer.planUpdate(names, choiceOf(context, flags))
    out.result({ plan: planJson(plan) }, () => orElse(planLines(plan), 'Nothing would change.'))
    return
  }
  const follow = followOf(context, flags)
  try {
    const { plan, isDone } = await installer.update(names, { ...choiceOf(context, flags), ...follow })
    follow.end()
    if (!isDone) throw new WaybillError('operation.cancelled', 'Nothing was changed.')
    const updated = plan.steps.filter(({ action }) => action === 'update')
    out.result({ plan: planJson(plan) }, () =>
      orElse(
        updated.map(({ name, from, version }) => `Updated ${out.bold(name)} from ${from} to ${version}`),
        'Everything is up to date.',
      ),
    )
  } finally {
    follow.end()
  }
}

const orElse = (lines: readonly string[], otherwise: string) => (lines.length > 0 ? lines : otherwise)
