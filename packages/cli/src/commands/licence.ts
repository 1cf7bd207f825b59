import { getLicence } from '@waybill/client'
import type { Command } from 'commander'
import { contextOf } from '../context.ts'
import { examples } from '../define.ts'
import { homeOf, signedIn } from '../session.ts'
import { facts } from '../terminal/table.ts'
import { day } from '../terminal/text.ts'

export function define(command: Command): void {
  command
    .description(
      'Fetch a licence of a plugin that you may use, verify it, and keep it in your home, where the plugin’s host finds it without a connection. It lasts for 30 days at most; run this again for a new one.',
    )
    .argument('<name>', 'the plugin')
    .option('--device <text>', 'the machine it is for, as the host names it')
    .action(run)
  examples(command, ['waybill licence csv-pro', 'fetch or renew it'])
}

async function run(name: string, { device }: { device?: string }, command: Command): Promise<void> {
  const context = contextOf(command)
  const access = await signedIn(context)
  const home = await homeOf(context)
  const { token, expiresAt, claims } = await getLicence(home, access, name, {
    ...(device === undefined ? {} : { device }),
  })
  context.out.result({ name: claims.pkg, token, expiresAt, claims, registry: access.url }, () => [
    context.out.bold(`Licence of ${claims.pkg}`),
    ...facts([
      ['by', claims.plan],
      ['until', day(expiresAt)],
      ['device', claims.device],
      ['registry', access.url],
    ]),
  ])
}
