import type { Command } from 'commander'
import { addCommands, examples } from '../define.ts'

export function define(command: Command): void {
  command.description(
    'What one does with plugins: the commands of the same names, for those who know them so.',
  )
  addCommands(command, [
    { name: 'install', summary: 'Install plugins', load: () => import('./install.ts') },
    { name: 'uninstall', summary: 'Remove plugins', load: () => import('./uninstall.ts') },
    { name: 'update', summary: 'Bring plugins to newer versions', load: () => import('./update.ts') },
    { name: 'rollback', summary: 'Go back to an earlier version', load: () => import('./rollback.ts') },
    { name: 'list', summary: 'List installed plugins', load: () => import('./list.ts') },
    { name: 'status', summary: 'Say whether installed plugins are whole', load: () => import('./status.ts') },
    { name: 'serve', summary: 'Serve installed plugins over HTTP', load: () => import('./serve.ts') },
    { name: 'search', summary: 'Find plugins', load: () => import('./search.ts') },
    { name: 'info', summary: 'Show a plugin and its versions', load: () => import('./info.ts') },
  ])
  examples(
    command,
    ['waybill plugin install ./csv-tables.zip', 'install a file'],
    ['waybill plugin serve --port 3000', 'serve what is installed'],
  )
}
