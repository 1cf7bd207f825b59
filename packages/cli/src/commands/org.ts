import type { Command } from 'commander'
import { addCommands, examples } from '../define.ts'

export function define(command: Command): void {
  command.description(
    'Publishers: the names that packages are published under, the people who may, and the domain that proves who they are.',
  )
  addCommands(command, [
    { name: 'create', summary: 'Take a publisher name', load: () => import('./org/create.ts') },
    { name: 'show', summary: 'Show a publisher and its members', load: () => import('./org/show.ts') },
    { name: 'invite', summary: 'Invite somebody', load: () => import('./org/invite.ts') },
    {
      name: 'invitations',
      summary: 'List open invitations, or take one back',
      load: () => import('./org/invitations.ts'),
    },
    { name: 'accept', summary: 'Accept an invitation', load: () => import('./org/accept.ts') },
    { name: 'role', summary: 'Give a member another role', load: () => import('./org/role.ts') },
    { name: 'remove', summary: 'Remove a member', load: () => import('./org/remove.ts') },
    { name: 'leave', summary: 'Leave a publisher', load: () => import('./org/leave.ts') },
    { name: 'transfer', summary: 'Hand a publisher over', load: () => import('./org/transfer.ts') },
    {
      name: 'verify-domain',
      summary: 'Say which domain is yours, and see what proves it',
      load: () => import('./org/verify-domain.ts'),
    },
    { name: 'check-domain', summary: 'Look for that proof now', load: () => import('./org/check-domain.ts') },
  ])
  examples(
    command,
    ['waybill org create acme', 'take the name'],
    ['waybill org invite acme bob@example.org', 'let Bob publish'],
  )
}
