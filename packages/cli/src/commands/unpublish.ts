import { unpublish } from '@waybill/client'
import type { Command } from 'commander'
import { contextOf } from '../context.ts'
import { examples } from '../define.ts'
import { parseVersionSpec } from '../package-spec.ts'
import { signedIn } from '../session.ts'

export function define(command: Command): void {
  command
    .description(
      'Take a version back for good: its files go, and nobody installs it any more. A registry allows it for some days, while nothing depends on the package; “yank” is always allowed and can be undone. The version’s number is never free again.',
    )
    .argument('<name@version>', 'the version')
    .requiredOption('--reason <text>', 'why, for everyone to read (required)')
    .action(run)
  examples(command, [
    'waybill unpublish csv-tables@1.0.1 --reason "has a secret in it"',
    'take it out of the registry',
  ])
}

async function run(spec: string, { reason }: { reason: string }, command: Command): Promise<void> {
  const context = contextOf(command)
  const version = parseVersionSpec(spec)
  await unpublish(await signedIn(context), version, reason)
  context.out.result(
    { ...version, unpublished: { reason } },
    () => `Took back ${version.name} ${version.version}: ${reason}`,
  )
}
