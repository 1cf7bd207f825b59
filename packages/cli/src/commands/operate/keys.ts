import type { Command } from 'commander'
import { addCommands, examples } from '../../define.ts'

export function define(command: Command): void {
  command.description(
    'The keys that a registry of this machine signs its tree with. For your own, see “waybill key”.',
  )
  addCommands(command, [
    { name: 'list', summary: 'List the keys of the current root', load: () => import('./keys-list.ts') },
    { name: 'rotate', summary: 'Replace the key of a role', load: () => import('./keys-rotate.ts') },
  ])
  examples(command, ['waybill registry keys rotate timestamp', 'replace the key of the timestamp'])
}
