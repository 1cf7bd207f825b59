import type { Command } from 'commander'
import { addCommands, examples } from '../../define.ts'

export function define(command: Command): void {
  command.description(
    'The second factor of your account: a code of an authenticator app that is asked for after the password.',
  )
  addCommands(command, [
    { name: 'on', summary: 'Set up an authenticator app', load: () => import('./totp-on.ts') },
    { name: 'off', summary: 'Turn it off', load: () => import('./totp-off.ts') },
  ])
  examples(command, ['waybill account totp on', 'shows the secret, asks for the first code'])
}
