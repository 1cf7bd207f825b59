import { openAccount, requireToken } from '@waybill/client'
import { WaybillError } from '@waybill/core/errors'
import type { Command } from 'commander'
import { contextOf, type Context } from '../../context.ts'
import { examples } from '../../define.ts'
import { homeOf, registryUrl } from '../../session.ts'
import { passwordStdin } from '../../sign-in.ts'
import { openAnswers } from '../../terminal/answers.ts'

interface Flags {
  email: string
  name: string
  ownerToken?: string | true
  passwordStdin?: true
}

export function define(command: Command): void {
  command
    .description(
      'Open an account at a registry. A mail confirms the address; until then nobody signs in. With the token of the registry’s owner, the one that its first start printed, the account becomes an administrator and needs no mail.',
    )
    .requiredOption('--email <address>', 'your address (required)')
    .requiredOption('--name <text>', 'your name, as others see it (required)')
    .option(
      '--owner-token [token]',
      'become an administrator; without a value, by the token that you are signed in with',
    )
    .option(...passwordStdin)
    .action(run)
  examples(
    command,
    ['waybill account open --email ada@example.org --name Ada', 'asks for a password'],
    ['waybill account open --email ada@example.org --name Ada --owner-token wb_…', 'as the registry’s owner'],
  )
}

async function run(flags: Flags, command: Command): Promise<void> {
  const context = contextOf(command)
  const { out, signal } = context
  const { email, name } = flags
  const registry = await registryUrl(context, await homeOf(context))
  const ownerToken = flags.ownerToken === true ? await tokenOfHome(context, registry) : flags.ownerToken
  const answers = openAnswers(context, flags)
  const password = await answers.newPassword('Choose a password of at least ten characters')
  const at = { url: registry, signal }
  const { administrator } = await openAccount(at, { email, password, name }, ownerToken)
  if (ownerToken !== undefined && !administrator)
    throw new WaybillError('auth.forbidden', 'That is not the token of an administrator.', {
      hint: `An account without rights in the registry was opened for ${email}; the mail to it says how to go on.`,
    })
  out.result({ registry, email, administrator }, () =>
    administrator
      ? [
          `Opened the account of ${email}, an administrator of ${registry}.`,
          `Sign in: waybill login --email ${email}`,
        ]
      : [
          `A mail is on its way to ${email}. It says how to confirm the address:`,
          '  waybill account verify TOKEN',
        ],
  )
}

async function tokenOfHome(context: Context, url: string): Promise<string> {
  return requireToken(await homeOf(context), url)
}
