import type { MemberRole, OperatorRole } from '@waybill/server'
import { Option, type Command } from 'commander'
import { contextOf } from '../../context.ts'
import { examples } from '../../define.ts'
import { dataOption, dataOptions, lifetimeDays, loadServer, type DataFlags } from './data.ts'

interface Flags extends DataFlags {
  publisher: string
  role: MemberRole
  operator?: OperatorRole
  name: string
  expires?: number
}

export function define(command: Command): void {
  command
    .description('Make a token for a publisher, which is made too where it is new. The token is shown once.')
    .requiredOption('--publisher <name>', 'publisher that the token acts for (required)')
    .requiredOption('--name <text>', 'what the token is for, so that you know it again (required)')
    .addOption(
      new Option('--role <role>', 'what it may do')
        .choices(['owner', 'maintainer', 'publisher', 'billing', 'read'])
        .default('maintainer'),
    )
    .addOption(
      new Option('--operator <role>', 'what it may do in the registry itself').choices([
        'admin',
        'moderator',
        'reviewer',
        'auditor',
      ]),
    )
    .option('--expires <time>', 'when it ends: 90d, 12w or 1y from now (default: never)', lifetimeDays)
    .addOption(dataOption())
    .action(run)
  examples(
    command,
    ['waybill registry token create --publisher acme --name laptop', 'a token to publish with'],
    ['waybill registry token create --publisher acme --name ci --expires 90d', 'one that ends'],
  )
}

async function run(flags: Flags, command: Command): Promise<void> {
  const { out } = contextOf(command)
  const { createToken } = await loadServer()
  const { publisher, role, operator, name, expires } = flags
  const expiresAt = expires === undefined ? undefined : new Date(Date.now() + expires * 86_400_000)
  const made = await createToken({
    ...dataOptions(command, flags),
    publisher,
    role,
    name,
    ...(operator ? { operator } : {}),
    ...(expiresAt ? { expiresAt } : {}),
  })
  const value = {
    id: made.id,
    token: made.token,
    publisher,
    role,
    operator: operator ?? null,
    name,
    expiresAt: expiresAt ?? null,
  }
  out.result(value, () => [
    `Made the token “${name}” for ${publisher} (${[role, operator].filter(Boolean).join(', ')}). It is shown this once:`,
    `  ${out.bold(made.token)}`,
    `  id ${made.id}`,
  ])
}
