import { unyank } from '@waybill/client'
import type { Command } from 'commander'
import { contextOf } from '../context.ts'
import { examples } from '../define.ts'
import { parseVersionSpec } from '../package-spec.ts'
import { signedIn } from '../session.ts'

export function define(command: Command): void {
  command
    .description('Take a yank back: new installs may choose the version again.')
    .argument('<name@version>', 'the version')
    .action(run)
  examples(command, ['waybill unyank csv-tables@1.0.1', 'offer it again'])
}

async function run(spec: string, _: unknown, command: Command): Promise<void> {
  const context = contextOf(command)
  const version = parseVersionSpec(spec)
  await unyank(await signedIn(context), version)
  context.out.result(
    { ...version, yanked: null },
    () => `${version.name} ${version.version} is offered again.`,
  )
}
