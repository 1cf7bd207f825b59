import { Installer, type InstalledPackage } from '@waybill/client'
import type { Command } from 'commander'
import { contextOf } from '../context.ts'
import { examples } from '../define.ts'
import { homeOf } from '../session.ts'
import { table } from '../terminal/table.ts'

export function define(command: Command): void {
  command
    .description('List what is installed: versions, how far they are trusted, and what asked for them.')
    .action(run)
  examples(command, ['waybill list', 'what is in your home'], ['waybill list --json', 'for programs'])
}

async function run(_: unknown, command: Command): Promise<void> {
  const context = contextOf(command)
  const { out } = context
  const plugins = await (await Installer.open(await homeOf(context))).list()
  if (plugins.length === 0) out.note('Nothing is installed yet. Find something with “waybill search”.')
  out.result({ plugins: plugins.map(asJson) }, () =>
    table(
      plugins.map(({ name, version, trust, registry, requested }) => [
        name,
        version,
        trust,
        registry?.url ?? 'from a file',
        requested === undefined ? 'dependency' : '',
      ]),
      out.width,
    ),
  )
}

function asJson({
  name,
  version,
  path,
  origin,
  trust,
  registry,
  publisher,
  category,
  requested,
  installedAt,
}: InstalledPackage) {
  return {
    name,
    version,
    path,
    origin,
    trust,
    registry: registry?.url ?? null,
    publisher: publisher ?? null,
    category: category ?? null,
    requested: requested ?? null,
    installedAt,
  }
}
