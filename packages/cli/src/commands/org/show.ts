import { readPublisher, type Publisher } from '@waybill/client'
import type { Command } from 'commander'
import { contextOf } from '../../context.ts'
import { examples } from '../../define.ts'
import { signedIn } from '../../session.ts'
import { facts, table } from '../../terminal/table.ts'
import { count, day } from '../../terminal/text.ts'

export function define(command: Command): void {
  command
    .description('Show a publisher of yours: members, roles and domain.')
    .argument('<name>', 'name of the publisher')
    .action(run)
  examples(command, ['waybill org show acme', 'who may do what'])
}

async function run(name: string, _: unknown, command: Command): Promise<void> {
  const context = contextOf(command)
  const { out } = context
  const publisher = await readPublisher(await signedIn(context), name)
  const { kind, ownershipChangedAt: changed, members, invitations } = publisher
  out.result(publisher, () => [
    out.bold(name),
    ...facts([
      ['kind', kind === 'user' ? 'personal' : kind],
      ['domain', domainText(publisher)],
      ['handed over', changed && day(changed)],
      ['open', invitations.length > 0 ? count(invitations.length, 'invitation') : undefined],
    ]),
    ...table(
      members.map((member) => [`  ${member.role}`, member.email, member.name, `since ${day(member.since)}`]),
      out.width,
    ),
  ])
}

function domainText({ domain }: Publisher): string | undefined {
  if (!domain) return undefined
  return domain.verifiedAt
    ? `${domain.name}, proven ${day(domain.verifiedAt)}`
    : `${domain.name}, not proven yet`
}
