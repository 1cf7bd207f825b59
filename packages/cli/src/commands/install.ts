import { Installer, Source } from '@waybill/client'
import { WaybillError } from '@waybill/core/errors'
import { Option, type Command } from 'commander'
import {
  addChoiceOptions,
  choiceOf,
  followOf,
  readNames,
  readPair,
  type ChoiceFlags,
} from '../choice-options.ts'
import { contextOf } from '../context.ts'
import { examples } from '../define.ts'
import { homeOf } from '../session.ts'
import { planJson, planLines } from '../terminal/plan.ts'

export function define(command: Command): void {
  command
    .description(
      'Install plugins and what they need. Everything is checked from the pinned root down to the publisher’s signature before anything is put in its place; an artifact on this machine is taken as it is, with a warning. What is installed already keeps its version where it can. On a terminal the plan is shown and you are asked; elsewhere it goes ahead.',
    )
    .argument('[what...]', 'NAME, NAME@VERSION, NAME@^1.2, or an artifact: ./file.zip, ./file.tar.gz')
    .option('--features <names>', 'features to turn on, with commas between them', readNames)
    .option('--no-default-features', 'leave the default features out')
    .option('--config <key=value>', 'a setting of the plugin; may be repeated', readPair)
    .addOption(new Option('--source <source>', 'where it must come from').choices(Object.values(Source)))
    .option('--org <name>', 'the organization whose registry is meant, with --source enterprise')
    .option('--locked', 'install exactly what the lockfile says, or fail')
    .option('--dry-run', 'show the plan and change nothing')
    .option('--yes', 'do not ask')
    .action(run)
  addChoiceOptions(command)
  examples(
    command,
    ['waybill install sales-digest', 'the newest version, with its dependencies'],
    ['waybill install csv-tables@1.0.0 ./mine-0.1.0.zip', 'a certain version, and an artifact of yours'],
    ['waybill install lightning --features advanced --dry-run', 'what a feature would bring along'],
    ['waybill install wallet --config testnet=true', 'with a setting of the plugin'],
    ['waybill install --locked', 'what the lockfile says, in a new home'],
  )
}

interface InstallFlags extends ChoiceFlags {
  features?: string[]
  defaultFeatures: boolean
  config?: Record<string, string>
  source?: Source
  org?: string
  locked?: true
  dryRun?: true
  yes?: true
}

async function run(what: string[], flags: InstallFlags, command: Command): Promise<void> {
  const context = contextOf(command)
  const { out } = context
  requireSomething(what, flags)
  const installer = await Installer.open(await homeOf(context))
  const request = {
    ...choiceOf(context, flags),
    names: what.filter((each) => !isFile(each)),
    files: what.filter(isFile),
    features: flags.features,
    defaultFeatures: flags.defaultFeatures,
    configOverrides: flags.config,
    source: flags.source,
    org: flags.org,
    locked: flags.locked ?? false,
  }
  if (flags.dryRun) {
    const plan = await installer.plan(request)
    out.result({ plan: planJson(plan) }, () => {
      const lines = planLines(plan)
      return lines.length > 0 ? lines : 'Nothing would change.'
    })
    return
  }
  const follow = followOf(context, flags)
  try {
    const { installed, plan, isDone, unset } = await installer.install({ ...request, ...follow })
    follow.end()
    if (!isDone) throw new WaybillError('operation.cancelled', 'Nothing was changed.')
    for (const [name, problems] of Object.entries(unset))
      for (const problem of problems)
        out.warn(`${name}: ${problem} (waybill config set --plugin ${name} KEY VALUE)`)
    out.result({ installed, plan: planJson(plan), unset }, () => {
      if (installed.length === 0) return 'The lockfile names nothing to install.'
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

function requireSomething(what: readonly string[], { locked, config }: InstallFlags): void {
  if (what.length === 0 && !locked)
    throw new WaybillError('usage.invalid', 'Nothing to install was named.', {
      hint: 'Name a plugin; or --locked to install what the lockfile says.',
    })
  if (config && what.length !== 1)
    throw new WaybillError('usage.invalid', '--config needs exactly one plugin: its settings are meant.', {
      hint: 'Install one at a time, or use “waybill config set --plugin NAME KEY VALUE”.',
    })
}

/** A scope has a slash too, but begins with `@`. */
function isFile(what: string): boolean {
  return /\.(?:zip|tar\.gz|tgz)$/.test(what) || (/[\\/]/.test(what) && !what.startsWith('@'))
}
