import type { Command } from 'commander'
import { addCommands, examples } from '../define.ts'

export function define(command: Command): void {
  command.description(
    'Codes that give a plugin of yours to whoever redeems them with “waybill buy NAME --code CODE”.',
  )
  addCommands(command, [{ name: 'create', summary: 'Make a code', load: () => import('./code-create.ts') }])
  examples(command, ['waybill code create csv-pro --uses 10', 'for ten accounts'])
}
