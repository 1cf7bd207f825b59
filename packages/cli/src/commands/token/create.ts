import { createToken, tokenActions } from '@waybill/client'
import { Option, type Command } from 'commander'
import { contextOf } from '../../context.ts'
import { examples } from '../../define.ts'
import { signedIn } from '../../session.ts'
import { printable } from '../../terminal/text.ts'
import { lifetimeDays } from '../operate/data.ts'

interface Flags {
  name: string
  action?: string[]
  package?: string[]
  expires?: number
}

export function define(command: Command): void {
  command
    .description(
      'Make a token of your account. It may do what you may, or less: only some actions, only some packages. The token is shown once.',
    )
    .requiredOption('--name <text>', 'what it is for, so that you know it again (required)')
    .addOption(
      new Option('--action <actions...>', 'only these: read, publish, manage, …').choices(tokenActions),
    )
    .option('--package <packages...>', 'only these packages; “acme-*” is all that begin so')
    .option('--expires <time>', 'when it ends: 90d, 12w or 1y from now (default: never)', lifetimeDays)
    .action(run)
  examples(
    command,
    ['waybill token create --name laptop --expires 90d', 'all that you may do, for 90 days'],
    [
      'waybill token create --name ci --action publish --package acme-*',
      'to publish these, and nothing else',
    ],
  )
}

async function run(flags: Flags, command: Command): Promise<void> {
  const context = contextOf(command)
  const { name, action: actions, package: packages, expires } = flags
  const expiresAt = expires === undefined ? undefined : new Date(Date.now() + expires * 86_400_000)
  const { id, token } = await createToken(await signedIn(context), {
    name,
    ...(actions ? { actions } : {}),
    ...(packages ? { packages } : {}),
    ...(expiresAt ? { expiresAt } : {}),
  })
  const value = {
    id,
    token,
    name,
    actions: actions ?? null,
    packages: packages ?? null,
    expiresAt: expiresAt ?? null,
  }
  context.out.result(value, () => [
    `Made the token “${name}”. It is shown this once:`,
    `  ${context.out.bold(printable(token))}`,
    `  id ${printable(id)}`,
  ])
}
