import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DependencyResolver, Installer, Registry } from '@waybill/client'
import { WaybillError } from '@waybill/core/errors'
import { manifestFiles, parseManifest } from '@waybill/core/manifest'
import type { Command } from 'commander'
import { addChoiceOptions, choiceOf, readNames, type ChoiceFlags } from '../choice-options.ts'
import { contextOf, type Context } from '../context.ts'
import { examples } from '../define.ts'
import { homeOf } from '../session.ts'
import { planJson, planLines } from '../terminal/plan.ts'
import { table } from '../terminal/table.ts'

export function define(command: Command): void {
  command
    .description(
      'Show which versions would be chosen, and change nothing: for plugins by name, as an install into your home would; without a name, for the dependencies of the plugin in this folder. When there is no solution, it says why and what would help.',
    )
    .argument('[names...]', 'NAME, NAME@VERSION or NAME@^1.2')
    .option('--features <names>', 'features to turn on, with commas between them', readNames)
    .option('--no-default-features', 'leave the default features out')
    .action(run)
  addChoiceOptions(command)
  examples(
    command,
    ['waybill resolve sales-digest', 'what installing it would change'],
    ['waybill resolve --features advanced', 'what the plugin in this folder needs'],
  )
}

interface ResolveFlags extends ChoiceFlags {
  features?: string[]
  defaultFeatures: boolean
}

async function run(names: string[], flags: ResolveFlags, command: Command): Promise<void> {
  const context = contextOf(command)
  if (names.length === 0) return resolveFolder(context, flags)
  const installer = await Installer.open(await homeOf(context))
  const plan = await installer.plan({
    ...choiceOf(context, flags),
    names,
    features: flags.features,
    defaultFeatures: flags.defaultFeatures,
  })
  context.out.result({ plan: planJson(plan) }, () => {
    const lines = planLines(plan)
    return lines.length > 0 ? lines : 'Everything is installed already; nothing would change.'
  })
}

async function resolveFolder(context: Context, flags: ResolveFlags): Promise<void> {
  const { out } = context
  const choice = choiceOf(context, flags)
  const manifest = await manifestHere()
  const registry = await Registry.open(await homeOf(context), context.registry, {
    offline: flags.offline ?? false,
  })
  const resolver = new DependencyResolver()
    .registry(registry)
    .strategy(flags.strategy ?? 'latest')
    .allowPrerelease(choice.allowPrerelease ?? false)
    .securityAuditRequired(choice.securityAuditRequired ?? false)
  const resolution = await resolver.resolveDependencies(manifest, {
    features: flags.features ?? [],
    defaultFeatures: flags.defaultFeatures,
  })
  const conflicts = resolution.conflicts()
  const settled = await Promise.all(conflicts.map((conflict) => resolver.resolveConflict(conflict)))
  const packages = resolution.packages.map(({ name, version, features, requirements }) => ({
    name,
    version: version.version,
    features,
    requirements,
  }))
  const told = conflicts.map((conflict, i) => ({ ...conflict, ...settled[i] }))
  out.result({ packages, conflicts: told, passedOver: resolution.passedOver }, () => [
    ...table(
      packages.map(({ name, version, features, requirements }) => [
        name,
        version,
        features.join(', '),
        requirements.map(({ by, requirement }) => `${requirement} (${by ?? 'you'})`).join(', '),
      ]),
      out.width,
    ),
    ...told.map(
      (each) => `${each.packageA} and ${each.packageB} disagree about ${each.package}: ${each.reason}`,
    ),
    ...resolution.passedOver.map(({ name, version, reason }) => `${name} ${version} ${reason}`),
  ])
}

async function manifestHere() {
  for (const file of manifestFiles) {
    const bytes = await readFile(join(process.cwd(), file)).catch(() => undefined)
    if (bytes) return parseManifest(file, bytes)
  }
  throw new WaybillError('manifest.missing', 'This folder has no plugin.toml, plugin.json or package.json.', {
    hint: 'Name a plugin: “waybill resolve NAME”; or start one with “waybill init”.',
  })
}
