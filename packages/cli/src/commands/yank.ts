import { yank } from '@waybill/client'
import type { Command } from 'commander'
import { contextOf } from '../context.ts'
import { examples } from '../define.ts'
import { parseVersionSpec } from '../package-spec.ts'
import { signedIn } from '../session.ts'

export function define(command: Command): void {
  command
    .description(
      'Yank a version: new installs no longer choose it; who has it keeps it. The reason is shown to everyone. “unyank” takes it back.',
    )
    .argument('<name@version>', 'the version')
    .requiredOption('--reason <text>', 'why, for everyone to read (required)')
    .action(run)
  examples(command, [
    'waybill yank csv-tables@1.0.1 --reason "loses quoted commas"',
    'keep it from new installs',
  ])
}

async function run(spec: string, { reason }: { reason: string }, command: Command): Promise<void> {
  const context = contextOf(command)
  const version = parseVersionSpec(spec)
  await yank(await signedIn(context), version, reason)
  context.out.result(
    { ...version, yanked: { reason } },
    () => `Yanked ${version.name} ${version.version}: ${reason}`,
  )
}
