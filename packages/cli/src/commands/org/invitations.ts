import { readPublisher, revokeInvitation } from '@waybill/client'
import type { Command } from 'commander'
import { contextOf } from '../../context.ts'
import { examples } from '../../define.ts'
import { signedIn } from '../../session.ts'
import { table } from '../../terminal/table.ts'
import { day } from '../../terminal/text.ts'

export function define(command: Command): void {
  command
    .description('List the invitations of a publisher that nobody has accepted yet, or take one back.')
    .argument('<name>', 'name of the publisher')
    .option('--revoke <id>', 'take this one back')
    .action(run)
  examples(
    command,
    ['waybill org invitations acme', 'to whom, as what, until when'],
    ['waybill org invitations acme --revoke 5c1e…', 'it cannot be accepted any more'],
  )
}

async function run(name: string, flags: { revoke?: string }, command: Command): Promise<void> {
  const context = contextOf(command)
  const { out } = context
  const access = await signedIn(context)
  if (flags.revoke !== undefined) {
    const id = flags.revoke
    await revokeInvitation(access, name, id)
    out.result({ publisher: name, revoked: id }, () => `Took the invitation ${id} back.`)
    return
  }
  const { invitations } = await readPublisher(access, name)
  out.result({ publisher: name, invitations }, () => {
    if (invitations.length === 0) return 'No open invitations.'
    return table(
      invitations.map(({ id, email, role, transfers, expiresAt }) => [
        id,
        email,
        transfers ? 'takes it over' : `as ${role}`,
        `until ${day(expiresAt)}`,
      ]),
      out.width,
    )
  })
}
