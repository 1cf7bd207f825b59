import { addRegistry } from '@waybill/client'
import type { Command } from 'commander'
import { contextOf } from '../context.ts'
import { examples } from '../define.ts'
import { homeOf } from '../session.ts'
import { canAsk, confirm } from '../terminal/ask.ts'

export function define(command: Command): void {
  command
    .description(
      'Pin a registry: from then on, everything it serves must lead back to the root with this fingerprint. Without --fingerprint, the one found is shown and must be confirmed on a terminal. Get it from the operator by a way you trust.',
    )
    .argument('<url>', 'address of the registry')
    .option('--fingerprint <sha256:…>', 'fingerprint of the registry’s root')
    .action(run)
  examples(
    command,
    ['waybill registry add https://plugins.example.org', 'shows the fingerprint and asks'],
    ['waybill registry add http://127.0.0.1:4600 --fingerprint sha256:3b7e…', 'for scripts'],
  )
}

async function run(url: string, flags: { fingerprint?: string }, command: Command): Promise<void> {
  const context = contextOf(command)
  const question = (found: string) =>
    confirm(`The root of ${url} has the fingerprint\n${found}\nIs that what its operator gave you?`, false)
  const pinned = await addRegistry(await homeOf(context), url, {
    fingerprint: flags.fingerprint,
    ...(canAsk(context) ? { confirm: question } : {}),
  })
  context.out.result({ url: pinned.url, fingerprint: pinned.fingerprint }, () => [
    `Pinned ${context.out.bold(pinned.url)}`,
    `  ${pinned.fingerprint}`,
  ])
}
