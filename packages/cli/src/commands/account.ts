import type { Command } from 'commander'
import { addCommands, examples } from '../define.ts'

export function define(command: Command): void {
  command.description(
    'Your account at a registry: opening it, its password, second factor, passkeys and sessions. To change the password or the second factor, or to approve a device, the password is asked for: a token is not enough.',
  )
  addCommands(command, [
    { name: 'open', summary: 'Open an account', load: () => import('./account/open.ts') },
    {
      name: 'verify',
      summary: 'Confirm your address with the token of the mail',
      load: () => import('./account/verify.ts'),
    },
    { name: 'resend', summary: 'Have that mail sent again', load: () => import('./account/resend.ts') },
    {
      name: 'show',
      summary: 'Show the account and how it signs in',
      load: () => import('./account/show.ts'),
    },
    {
      name: 'password',
      summary: 'Change or remove the password',
      load: () => import('./account/password.ts'),
    },
    {
      name: 'forgot-password',
      summary: 'Ask for a mail to set it anew',
      load: () => import('./account/forgot-password.ts'),
    },
    {
      name: 'reset-password',
      summary: 'Set it anew with the token of that mail',
      load: () => import('./account/reset-password.ts'),
    },
    {
      name: 'totp',
      summary: 'Second factor by an authenticator app',
      load: () => import('./account/totp.ts'),
    },
    {
      name: 'recovery-codes',
      summary: 'Make new recovery codes',
      load: () => import('./account/recovery-codes.ts'),
    },
    { name: 'passkeys', summary: 'List and remove passkeys', load: () => import('./account/passkeys.ts') },
    { name: 'sessions', summary: 'List and end sessions', load: () => import('./account/sessions.ts') },
    {
      name: 'approve',
      summary: 'Sign in the device that shows a code',
      load: () => import('./account/approve.ts'),
    },
    { name: 'refuse', summary: 'Refuse the code of a device', load: () => import('./account/refuse.ts') },
  ])
  examples(
    command,
    ['waybill account open --email ada@example.org --name Ada', 'open one'],
    ['waybill account totp on', 'add a second factor'],
  )
}
