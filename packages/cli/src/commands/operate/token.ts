import type { Command } from 'commander'
import { addCommands, examples } from '../../define.ts'

export function define(command: Command): void {
  command.description('Tokens of a registry of this machine. They work whether it runs or not.')
  addCommands(command, [
    { name: 'create', summary: 'Make a token', load: () => import('./token-create.ts') },
    { name: 'list', summary: 'List tokens', load: () => import('./token-list.ts') },
    { name: 'revoke', summary: 'Revoke a token at once', load: () => import('./token-revoke.ts') },
  ])
  examples(command, ['waybill registry token create --publisher acme --name laptop', 'make one for acme'])
}
