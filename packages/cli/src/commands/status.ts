import { Installer } from '@waybill/client'
import { WaybillError } from '@waybill/core/errors'
import type { Command } from 'commander'
import { contextOf } from '../context.ts'
import { examples } from '../define.ts'
import { Reported } from '../report.ts'
import { homeOf } from '../session.ts'
import { table } from '../terminal/table.ts'

export function define(command: Command): void {
  command
    .description(
      'Say whether what is installed is whole, without asking a registry: for health checks. Ends with 1 when something is not.',
    )
    .action(run)
  examples(
    command,
    ['waybill plugin status', 'all plugins'],
    ['waybill plugin status --json', 'for programs'],
  )
}

async function run(_: unknown, command: Command): Promise<void> {
  const context = contextOf(command)
  const installer = await Installer.open(await homeOf(context))
  const { wasInterrupted, ailments } = await installer.doctor({ check: true, signal: context.signal })
  const plugins = (await installer.list()).map(({ name, version }) => {
    const own = ailments.filter((each) => each.name === name)
    return {
      name,
      version,
      healthy: own.length === 0 && !wasInterrupted,
      problems: own.map(({ message }) => message),
    }
  })
  const isHealthy = !wasInterrupted && ailments.length === 0
  context.out.result({ healthy: isHealthy, wasInterrupted, plugins }, () => [
    ...table(
      plugins.map(({ name, version, problems }) => [name, version, problems.join('; ') || 'good']),
      context.out.width,
    ),
    ...(plugins.length === 0 ? ['Nothing is installed.'] : []),
  ])
  if (isHealthy) return
  if (context.json) throw new Reported(1)
  throw new WaybillError('home.damaged', 'Not everything that is installed is whole.', {
    hint: 'Mend it with “waybill doctor”.',
  })
}
