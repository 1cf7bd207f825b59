import type { Command } from 'commander'
import { addCommands, examples } from '../define.ts'

export function define(command: Command): void {
  command.description('Follow what you handed in: where it stands, what was found, and what you can do.')
  addCommands(command, [
    { name: 'list', summary: 'List your submissions', load: () => import('./submission-list.ts') },
    {
      name: 'status',
      summary: 'Show where a submission stands',
      load: () => import('./submission-status.ts'),
    },
    { name: 'withdraw', summary: 'Take a submission back', load: () => import('./submission-withdraw.ts') },
    { name: 'appeal', summary: 'Ask for a second decision', load: () => import('./submission-appeal.ts') },
  ])
  examples(command, ['waybill submission list', 'yours, newest first'])
}
