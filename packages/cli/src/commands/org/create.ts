import { createPublisher } from '@waybill/client'
import type { Command } from 'commander'
import { contextOf } from '../../context.ts'
import { examples } from '../../define.ts'
import { signedIn } from '../../session.ts'

export function define(command: Command): void {
  command
    .description(
      'Take a publisher name. You own it from then on. A name that looks like another publisher’s is refused.',
    )
    .argument('<name>', 'lower-case letters, digits, “.”, “_” and “-”')
    .option('--personal', 'you alone, and no organization')
    .action(run)
  examples(command, ['waybill org create acme', 'then: waybill key register, waybill publish'])
}

async function run(name: string, flags: { personal?: true }, command: Command): Promise<void> {
  const context = contextOf(command)
  const kind = flags.personal ? 'user' : 'organization'
  await createPublisher(await signedIn(context), { name, kind })
  context.out.result({ name, kind }, () => `${name} is yours.`)
}
