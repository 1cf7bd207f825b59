import { WaybillError } from '@waybill/core/errors'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Auth } from './auth.ts'
import { authBase, clientAddressHeader } from './auth-names.ts'
import { createBackground } from './background.ts'

interface Ask {
  readonly method: string
  readonly path: string
  readonly body: unknown
}

export interface Answer {
  readonly json: Record<string, unknown>
}

/**
 * Headers of the caller that signing in depends on; the address is the connection's, whatever the caller says. Who comes
 * with a token asks as that alone: a session beside it may be another's.
 */
export function callerHeaders(request: FastifyRequest): Headers {
  const headers = new Headers({ 'content-type': 'application/json', [clientAddressHeader]: request.ip })
  for (const name of ['cookie', 'origin', 'user-agent'] as const) {
    const value = request.headers[name]
    if (name === 'cookie' && request.headers.authorization !== undefined) continue
    if (value !== undefined) headers.set(name, value.slice(0, 8192))
  }
  return headers
}

/** Asks better-auth in the caller's name and hands its cookies on. Throws what it refuses as one of our errors. */
export async function forward(
  auth: Auth,
  request: FastifyRequest,
  reply: FastifyReply,
  what: Ask,
): Promise<Answer> {
  const response = await ask(auth, callerHeaders(request), what)
  for (const cookie of response.headers.getSetCookie()) void reply.header('set-cookie', cookie)
  const json = Object(await response.json().catch(() => undefined)) as Record<string, unknown>
  if (response.status < 400) return { json }
  throw refusal(response.status, json)
}

/** To open an account holds a connection of the database while the password is hashed: there must be some left. */
const openings = createBackground({ atOnce: 4, waiting: 500 })
/** better-auth takes half a second for some of these, and holds nothing meanwhile. */
const others = createBackground({ atOnce: 50, waiting: 500 })

/** Waits until all that was asked blindly is done. */
export async function blindSettled(): Promise<void> {
  await Promise.all([openings.settled(), others.settled()])
}

/**
 * Asks better-auth for something whose answer is the same for everybody, and waits for nothing: the time of an answer
 * tells no more than its words. It is asked without a session, so that nothing of the caller's can make it fail. Throws
 * `limit.exceeded`, to everybody alike, while too much waits.
 */
export function forwardBlind(auth: Auth, request: FastifyRequest, what: Ask): void {
  const headers = callerHeaders(request)
  headers.delete('cookie')
  const { log } = request
  const background = what.path === '/sign-up/email' ? openings : others
  background.run(() =>
    ask(auth, headers, what).then(
      ({ status }) => {
        if (status >= 400) log.warn({ status, path: what.path }, 'an account was asked in vain')
      },
      (error: unknown) => log.error({ err: error, path: what.path }, 'an account could not be asked'),
    ),
  )
}

function ask(auth: Auth, headers: Headers, { method, path, body }: Ask): Promise<Response> {
  return auth.handler(
    new Request(`${auth.options.baseURL}${authBase}${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  )
}

type Reason = ConstructorParameters<typeof WaybillError>

const signInAgain = { hint: 'Sign in again.' }

const wrongSignIn: Reason = [
  'auth.invalid',
  'Address or password is wrong, or the address is not confirmed yet.',
  { hint: 'Try again, open the link in the mail (“waybill account resend”), or have the password set anew.' },
]

/** better-auth's codes that say more than their status does. */
const reasons: Readonly<Record<string, Reason>> = {
  INVALID_EMAIL_OR_PASSWORD: wrongSignIn,
  // Said otherwise, it would tell who opens an account with an address whether that address has another one.
  EMAIL_NOT_VERIFIED: wrongSignIn,
  INVALID_TOKEN: [
    'account.code_invalid',
    'The token is unknown, used or expired.',
    { hint: 'Ask for a new mail.' },
  ],
  TOKEN_EXPIRED: ['account.code_invalid', 'The token has expired.', { hint: 'Ask for a new mail.' }],
  INVALID_CODE: [
    'account.code_invalid',
    'The code is wrong, or of another time.',
    { hint: 'Use the code that the app shows now, and check the clock of the device.' },
  ],
  INVALID_BACKUP_CODE: ['account.code_invalid', 'The recovery code is wrong or used.', {}],
  INVALID_TWO_FACTOR_COOKIE: [
    'auth.required',
    'The sign-in that this code belongs to is unknown or over.',
    signInAgain,
  ],
  ACCOUNT_TEMPORARILY_LOCKED: [
    'limit.exceeded',
    'Too many wrong codes: the second factor of this account is locked for 15 minutes.',
    { hint: 'Wait, then sign in again.', details: { retryAfter: 900 } },
  ],
  TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE: [
    'limit.exceeded',
    'Too many wrong codes for this sign-in.',
    { ...signInAgain, details: { retryAfter: 1 } },
  ],
  INVALID_PASSWORD: ['auth.invalid', 'The password is wrong.', {}],
  authorization_pending: [
    'device.pending',
    'The code was not approved yet.',
    { hint: 'Ask again in five seconds.', details: { retryAfter: 5 } },
  ],
  slow_down: [
    'device.pending',
    'The code was asked for too often.',
    { hint: 'Ask again in ten seconds.', details: { retryAfter: 10 } },
  ],
  access_denied: ['device.refused', 'The code was refused.', { hint: 'Run “waybill login” again.' }],
  expired_token: ['account.code_invalid', 'The code has expired.', { hint: 'Run “waybill login” again.' }],
  invalid_grant: ['account.code_invalid', 'There is no such code.', { hint: 'Run “waybill login” again.' }],
}

function refusal(status: number, json: Record<string, unknown>): WaybillError {
  const code = textOf(json.code) ?? textOf(json.error) ?? ''
  const known = reasons[code]
  if (known) return new WaybillError(...known)
  const message = textOf(json.message) ?? textOf(json.error_description) ?? ''
  if (status === 401)
    return new WaybillError('auth.required', 'This needs a signed-in session; a token is not enough.', {
      hint: 'Sign in with address and password or a passkey.',
    })
  if (status === 403) return new WaybillError('auth.forbidden', message || 'This is refused.', {})
  if (status === 429)
    return new WaybillError('limit.exceeded', message || 'This was tried too often.', {
      details: { retryAfter: 60 },
    })
  if (status < 500)
    return new WaybillError('usage.invalid', message || 'The request is refused.', {
      details: { reason: code },
    })
  return new WaybillError('internal.failed', 'The registry failed to handle the request.', {
    hint: 'Try again; if it stays, tell the registry’s operator the time and the request id.',
  })
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : undefined)
