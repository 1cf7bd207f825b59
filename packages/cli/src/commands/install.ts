import { Installer } from '@waybill/client'
import { WaybillError } from '@waybill/core/errors'
import type { Command } from 'commander'
import { contextOf } from '../context.ts'
import { examples } from '../define.ts'
import { followInstall } from '../install-events.ts'
import { homeOf } from '../session.ts'
import { canAsk, confirm } from '../terminal/ask.ts'
import { planJson } from '../terminal/plan.ts'

export function define(command: Command): void {
  command
    .description(
      'Install plugins and what they need, newest versions first. Everything is checked from the pinned root down to the publisher’s signature before anything is unpacked; an artifact on this machine is taken as it is, with a warning. On a terminal the plan is shown and you are asked; elsewhere it goes ahead.',
    )
    .argument('<what...>', 'NAME, NAME@VERSION, NAME@^1.2, or an artifact: ./file.zip, ./file.tar.gz')
    .option('--yes', 'do not ask')
    .action(run)
  examples(
    command,
    ['waybill install sales-digest', 'the newest version, with its dependencies'],
    ['waybill install csv-tables@1.0.0 ./mine-0.1.0.zip', 'a certain version, and an artifact of yours'],
  )
}

async function run(what: string[], flags: { yes?: true }, command: Command): Promise<void> {
  const context = contextOf(command)
  const { out, signal } = context
  const installer = await Installer.open(await homeOf(context))
  const follow = followInstall(out)
  try {
    const result = await installer.install({
      names: what.filter((each) => !isFile(each)),
      files: what.filter(isFile),
      registry: context.registry,
      ...(!flags.yes && canAsk(context) ? { confirm: () => confirm('Go on?') } : {}),
      onEvent: follow.onEvent,
      onWait: follow.onWait,
      signal,
    })
    follow.end()
    if (!result.isDone) throw new WaybillError('operation.cancelled', 'Nothing was changed.')
    const { installed, plan } = result
    out.result({ installed, plan: planJson(plan) }, () => {
      const done = new Set(plan.steps.filter((step) => step.action !== 'keep').map((step) => step.name))
      return installed.map(({ name, version, path }) =>
        done.has(name)
          ? `Installed ${out.bold(`${name} ${version}`)} in ${path}`
          : `${name} ${version} is installed already.`,
      )
    })
  } finally {
    follow.end()
  }
}

/** A scope has a slash too, but begins with `@`. */
function isFile(what: string): boolean {
  return /\.(?:zip|tar\.gz|tgz)$/.test(what) || (/[\\/]/.test(what) && !what.startsWith('@'))
}
