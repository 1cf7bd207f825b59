import { assignPackage } from '@waybill/client'
import { parsePackageName } from '@waybill/core/names'
import type { Command } from 'commander'
import { contextOf } from '../context.ts'
import { examples } from '../define.ts'
import { signedIn } from '../session.ts'

export function define(command: Command): void {
  command
    .description(
      'Hand a package that is only listed from a catalogue to a publisher, who can then publish under its name, as one of the registry’s administrators.',
    )
    .argument('<name>', 'the package; it must have no version yet')
    .argument('<publisher>', 'whose it is to be')
    .action(run)
  examples(command, ['waybill registry assign dataview acme', 'let acme publish dataview'])
}

async function run(given: string, publisher: string, _flags: object, command: Command): Promise<void> {
  const context = contextOf(command)
  const done = await assignPackage(await signedIn(context), parsePackageName(given).full, publisher)
  context.out.result(done, () => `${done.name} is now of the publisher ${done.publisher}.`)
}
