import type { Command } from 'commander'
import { addCommands, examples } from '../define.ts'

export function define(command: Command): void {
  command.description(
    'The keys that a registry takes your signatures by. Make one with “waybill keygen”; register it once at each registry you publish to.',
  )
  addCommands(command, [
    {
      name: 'register',
      summary: 'Register your key to your publisher',
      load: () => import('./key-register.ts'),
    },
    {
      name: 'list',
      summary: 'List the registered keys of your publisher',
      load: () => import('./key-list.ts'),
    },
    { name: 'revoke', summary: 'Revoke a key for good', load: () => import('./key-revoke.ts') },
  ])
  examples(command, ['waybill key register', 'register the default key'])
}
