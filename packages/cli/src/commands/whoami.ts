import { whoami } from '@waybill/client'
import type { Command } from 'commander'
import { contextOf } from '../context.ts'
import { examples } from '../define.ts'
import { signedIn } from '../session.ts'
import { facts } from '../terminal/table.ts'
import { day } from '../terminal/text.ts'

export function define(command: Command): void {
  command.description('Show who you are to the registry: publisher, role and token.').action(run)
  examples(command, ['waybill whoami', 'asks the registry'])
}

async function run(_: unknown, command: Command): Promise<void> {
  const context = contextOf(command)
  const access = await signedIn(context)
  const { registry: fingerprint, ...identity } = await whoami(access)
  const { publisher, role, token } = identity
  context.out.result({ registry: access.url, fingerprint, ...identity }, () => [
    context.out.bold(publisher),
    ...facts([
      ['role', role],
      ['token', `${token.name} (${token.id})`],
      ['expires', token.expiresAt ? day(token.expiresAt) : 'never'],
      ['registry', access.url],
    ]),
  ])
}
