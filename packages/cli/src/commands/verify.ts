import { Installer, type VerifyReport } from '@waybill/client'
import { errorCodes, WaybillError } from '@waybill/core/errors'
import type { Command } from 'commander'
import { contextOf } from '../context.ts'
import { examples } from '../define.ts'
import { Reported } from '../report.ts'
import { homeOf } from '../session.ts'
import { table } from '../terminal/table.ts'
import { count } from '../terminal/text.ts'

export function define(command: Command): void {
  command
    .description(
      'Check what is installed: every file against the lockfile, and the lockfile against what the registry signs today (yanks and revoked keys too). A problem ends with exit code 3.',
    )
    .argument('[names...]', 'plugins to check; all when none is named')
    .action(run)
  examples(command, ['waybill verify', 'check everything'], ['waybill verify csv-tables', 'check one'])
}

async function run(names: string[], _: unknown, command: Command): Promise<void> {
  const context = contextOf(command)
  const { out } = context
  const installer = await Installer.open(await homeOf(context))
  await requireInstalled(installer, names)
  const { checked, findings } = await installer.verify(names)
  const problems = findings.filter((finding) => finding.severity === 'problem')
  const isGood = problems.length === 0
  out.result({ ok: isGood, checked, findings }, () => lines({ checked, findings }))
  if (isGood) return
  if (context.json) throw new Reported(errorCodes['install.tampered'].exit)
  const affected = [...new Set(problems.map(({ name }) => name))]
  throw new WaybillError(
    'install.tampered',
    `${count(problems.length, 'problem')} with ${affected.join(', ')}.`,
    {
      hint: 'Do not use what is named here: uninstall it, and install it again if you still trust it.',
    },
  )
}

async function requireInstalled(installer: Installer, names: readonly string[]): Promise<void> {
  const present = new Set((await installer.list()).map(({ name }) => name))
  const missing = names.find((name) => !present.has(name))
  if (missing === undefined) return
  throw new WaybillError('package.not_installed', `${missing} is not installed.`, {
    hint: '“waybill list” shows what is.',
    details: { name: missing },
  })
}

function lines({ checked, findings }: VerifyReport): string[] {
  if (checked.length === 0) return ['Nothing is installed.']
  const rows = checked.flatMap(({ name, version, trust }) => {
    const own = findings.filter((finding) => finding.name === name)
    if (own.length === 0) return [[name, version, `good, ${trust}`]]
    return own.map(({ severity, message }) => [name, version, `${severity}: ${message}`])
  })
  return table(rows)
}
