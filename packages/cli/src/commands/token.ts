import type { Command } from 'commander'
import { addCommands, examples } from '../define.ts'

export function define(command: Command): void {
  command.description(
    'Tokens of your account, for machines and programs: limited to what they need, and revoked one by one.',
  )
  addCommands(command, [
    { name: 'create', summary: 'Make a token', load: () => import('./token/create.ts') },
    { name: 'list', summary: 'List your tokens', load: () => import('./token/list.ts') },
    { name: 'revoke', summary: 'Revoke a token at once', load: () => import('./token/revoke.ts') },
  ])
  examples(command, ['waybill token create --name ci --action publish --expires 90d', 'one that publishes'])
}
