import { whoami, type Identity } from '@waybill/client'
import type { Command } from 'commander'
import { contextOf } from '../context.ts'
import { examples } from '../define.ts'
import { nameOf, signedIn } from '../session.ts'
import { facts } from '../terminal/table.ts'
import { day, printable } from '../terminal/text.ts'

export function define(command: Command): void {
  command.description('Show who you are to the registry: account, publishers, roles and token.').action(run)
  examples(command, ['waybill whoami', 'asks the registry'])
}

async function run(_: unknown, command: Command): Promise<void> {
  const context = contextOf(command)
  const access = await signedIn(context)
  const { registry: fingerprint, ...identity } = await whoami(access)
  const { user, token } = identity
  context.out.result({ registry: access.url, fingerprint, ...identity }, () => [
    context.out.bold(printable(nameOf(identity))),
    ...facts([
      ...(user ? ([['name', user.name]] as const) : []),
      ...identity.publishers.map(({ name, role }) => ['publisher', `${name}, as ${role}`] as const),
      ...(identity.roles.length > 0 ? ([['registry roles', identity.roles.join(', ')]] as const) : []),
      ...(token ? tokenFacts(token) : []),
      ['registry', access.url],
    ]),
  ])
}

function tokenFacts(token: NonNullable<Identity['token']>): (readonly [string, string])[] {
  const limits = [...token.actions, ...token.packages].filter((limit) => limit !== '*')
  return [
    ['token', `${token.name} (${token.id})`],
    ...(limits.length > 0 ? ([['limited to', limits.join(', ')]] as const) : []),
    ['expires', token.expiresAt ? day(token.expiresAt) : 'never'],
  ]
}
