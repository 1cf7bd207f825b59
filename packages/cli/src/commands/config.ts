import type { Command } from 'commander'
import { addCommands, examples } from '../define.ts'

export function define(command: Command): void {
  command.description(
    'Read and change settings: Waybill’s own, or with --plugin those of an installed plugin, checked against its manifest. docs/configuration.md lists them.',
  )
  addCommands(command, [
    { name: 'get', summary: 'Print a setting', load: () => import('./config-get.ts') },
    { name: 'set', summary: 'Change a setting', load: () => import('./config-set.ts') },
    { name: 'unset', summary: 'Take a setting back', load: () => import('./config-unset.ts') },
    { name: 'list', summary: 'List settings', load: () => import('./config-list.ts') },
  ])
  examples(
    command,
    ['waybill config set minimum-release-age 3d', 'hold young versions back'],
    ['waybill config set --plugin wallet testnet true', 'a setting of a plugin'],
    ['waybill config list --show-origin', 'what is set, and where'],
  )
}
