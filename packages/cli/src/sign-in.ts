import {
  giveCode,
  openSession,
  requireToken,
  signIn,
  signOut,
  whoami,
  type RegistrySession,
} from '@waybill/client'
import { isWaybillError, WaybillError } from '@waybill/core/errors'
import type { Command } from 'commander'
import type { Context } from './context.ts'
import { homeOf, registryUrl } from './session.ts'
import { openAnswers, type Answers } from './terminal/answers.ts'
import { canAsk } from './terminal/ask.ts'

/** What a token may not do is done in a session of its own, which ends with the command. */

export interface SignInFlags {
  email?: string
  passwordStdin?: true
}

export interface SignedIn {
  session: RegistrySession
  answers: Answers
  email: string
  /** What was typed to sign in. */
  password: string
}

export const passwordStdin = [
  '--password-stdin',
  'read the password from standard input, and what is asked next from its next lines',
] as const

export function addSignInOptions(command: Command): Command {
  return command
    .option('--email <address>', 'address of the account (default: that of your token)')
    .option(...passwordStdin)
}

/**
 * Signs in with the password and, where it is asked for, a code; does the work and signs out, whatever comes of it.
 * Throws `auth.invalid`, `account.code_invalid` or `limit.exceeded`.
 */
export async function inSession<T>(
  context: Context,
  flags: SignInFlags,
  work: (signedIn: SignedIn) => Promise<T>,
): Promise<T> {
  const url = await registryUrl(context, await homeOf(context))
  const answers = openAnswers(context, flags)
  const email = flags.email ?? (await emailOfToken(context, url)) ?? (await askEmail(context, answers))
  const password = await answers.secret(`Password of ${email}`)
  const session = openSession({ url, signal: context.signal })
  const { secondFactor } = await signIn(session, { email, password })
  if (secondFactor)
    await tryCode(answers, 'Code of your authenticator app, or a recovery code', (code) =>
      giveCode(session, code),
    )
  try {
    return await work({ session, answers, email, password })
  } finally {
    await endQuietly(session)
  }
}

/** Asks for a code, at a terminal up to three times. */
export async function tryCode(
  answers: Answers,
  message: string,
  take: (code: string) => Promise<void>,
): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      return await take(await answers.text(message))
    } catch (error) {
      if (!answers.canRepeat || tries === 3 || !isWaybillError(error, 'account.code_invalid')) throw error
      message = `${error.message} Once more`
    }
  }
}

/** Whose token it is, where there is one that works. */
async function emailOfToken(context: Context, url: string): Promise<string | undefined> {
  try {
    const token = await requireToken(await homeOf(context), url)
    return (await whoami({ url, token, signal: context.signal })).user?.email
  } catch (error) {
    if (isWaybillError(error, 'auth.required', 'auth.invalid', 'auth.forbidden')) return undefined
    throw error
  }
}

/** The address that is asked for where no option names it. */
export async function askEmail(context: Context, answers: Pick<Answers, 'text'>): Promise<string> {
  if (canAsk(context)) return answers.text('Address of the account')
  throw new WaybillError('usage.invalid', 'Whose account it is was not said.', {
    hint: 'Name it with --email ADDRESS.',
  })
}

/** What was done stays done, also when the session cannot be ended: it ends by itself. */
async function endQuietly(session: RegistrySession): Promise<void> {
  try {
    await signOut(session)
  } catch (error) {
    if (!isWaybillError(error)) throw error
  }
}
