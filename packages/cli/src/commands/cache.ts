import type { Command } from 'commander'
import { addCommands, examples } from '../define.ts'

export function define(command: Command): void {
  command.description('See and clean what is kept on this machine: verified artifacts and signed documents.')
  addCommands(command, [
    { name: 'ls', summary: 'List what is kept', load: () => import('./cache-ls.ts') },
    { name: 'verify', summary: 'Drop what is damaged', load: () => import('./cache-verify.ts') },
    { name: 'clean', summary: 'Remove what is too old or too much', load: () => import('./cache-clean.ts') },
    { name: 'path', summary: 'Print where it is', load: () => import('./cache-path.ts') },
  ])
  examples(
    command,
    ['waybill cache ls', 'what is kept, least recently used first'],
    ['waybill cache clean --all', 'remove everything'],
  )
}
