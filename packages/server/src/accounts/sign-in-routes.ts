import { api } from '@waybill/core/paths'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Operation } from '../access/index.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/database/index.ts'
import { networkOf, resetAllowance, takeAllowance, type Allowance } from '../platform/allowance.ts'
import type { HttpApp } from '../platform/http/index.ts'
import type { Auth } from './auth.ts'
import { blindSettled, forward, forwardBlind, type Answer } from './forward.ts'
import { label } from './label.ts'

/** One operation of signing in that better-auth carries out: our route, and what is asked of better-auth. */
interface SignInRoute {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly path: string
  readonly operation: Operation
  readonly summary: string
  readonly body?: z.ZodType
  /** Method, path and, where it differs from ours, body. */
  readonly asks: (given: Given) => { method?: 'GET' | 'POST'; path: string; body?: unknown }
  readonly gives: (answer: Answer) => unknown
  /** What the answer holds. */
  readonly response: z.ZodType
  /** A guess at a secret: counted by address of the network, and by what is guessed at. */
  readonly guesses?: (given: Given) => string
  /** The answer is the same for everybody, and waits for nothing: its time tells no more than its words. */
  readonly blind?: true
}

/** The body, which the route's schema lets through; all that is read of it here is text. */
interface Given {
  readonly body: Record<string, string>
}

const email = z.email().max(254)
const password = z.string().min(1).max(200)
const code = z.string().min(4).max(40)
const nothing = z.object({})
const done = () => ({})
const userSchema = z.object({ id: z.string(), email: z.string(), name: z.string() })
const user = ({ json }: Answer) => userSchema.parse(json.user)
const signedIn = z.object({ user: userSchema })
const passkeyAnswer = z.looseObject({ id: z.string().max(2000) })
const credentialOf = (body: unknown) => z.object({ response: passkeyAnswer }).parse(body).response.id

const byAddress: Allowance = { most: 60, seconds: 900 }
const byTarget: Allowance = { most: 10, seconds: 900 }

export const signInRoutes: readonly SignInRoute[] = [
  {
    method: 'POST',
    path: api.session,
    operation: 'account.sign-in',
    summary: 'Sign in with address and password; a second factor may be asked for',
    body: z.strictObject({ email, password }),
    asks: () => ({ path: '/sign-in/email' }),
    gives: ({ json }) =>
      json.twoFactorRedirect === true
        ? { secondFactor: true }
        : { secondFactor: false, user: userSchema.parse(json.user) },
    response: z.object({ secondFactor: z.boolean(), user: userSchema.optional() }),
    guesses: ({ body }) => `password ${(body.email ?? '').toLowerCase()}`,
  },
  {
    method: 'POST',
    path: api.totpSession,
    operation: 'account.sign-in',
    summary: 'End a sign-in with a code of the authenticator app',
    body: z.strictObject({ code, trustDevice: z.boolean().optional() }),
    asks: () => ({ path: '/two-factor/verify-totp' }),
    gives: (answer) => ({ user: user(answer) }),
    response: signedIn,
    guesses: () => 'totp',
  },
  {
    method: 'POST',
    path: api.recoverySession,
    operation: 'account.sign-in',
    summary: 'End a sign-in with a recovery code, which is then used up',
    body: z.strictObject({ code }),
    asks: () => ({ path: '/two-factor/verify-backup-code' }),
    gives: (answer) => ({ user: user(answer) }),
    response: signedIn,
    guesses: () => 'recovery code',
  },
  {
    method: 'GET',
    path: api.passkeySession,
    operation: 'account.sign-in',
    summary: 'The challenge to sign in with a passkey (WebAuthn request options)',
    asks: () => ({ method: 'GET', path: '/passkey/generate-authenticate-options' }),
    gives: ({ json }) => json,
    response: z.looseObject({ challenge: z.string() }),
    guesses: () => 'challenge',
  },
  {
    method: 'POST',
    path: api.passkeySession,
    operation: 'account.sign-in',
    summary: 'Sign in with a passkey: the authenticator’s answer to the challenge',
    body: z.strictObject({ response: passkeyAnswer }),
    asks: () => ({ path: '/passkey/verify-authentication' }),
    gives: () => ({}),
    response: nothing,
    guesses: () => 'passkey',
  },
  {
    method: 'DELETE',
    path: api.session,
    operation: 'account.sign-in',
    summary: 'Sign out',
    asks: () => ({ path: '/sign-out', body: {} }),
    gives: done,
    response: nothing,
  },
  {
    method: 'PUT',
    path: api.emailVerification,
    operation: 'account.recover',
    summary: 'Confirm an address with the token of the mail',
    body: z.strictObject({ token: z.string().max(2000) }),
    asks: ({ body }) => ({
      method: 'GET',
      path: `/verify-email?token=${encodeURIComponent(body.token ?? '')}`,
    }),
    gives: () => ({ verified: true }),
    response: z.object({ verified: z.literal(true) }),
  },
  {
    method: 'POST',
    path: api.emailVerification,
    operation: 'account.recover',
    summary: 'Send the mail that confirms an address again; the answer is the same for every address',
    body: z.strictObject({ email }),
    asks: () => ({ path: '/send-verification-email' }),
    gives: done,
    response: nothing,
    blind: true,
    guesses: ({ body }) => `mail ${(body.email ?? '').toLowerCase()}`,
  },
  {
    method: 'POST',
    path: api.passwordReset,
    operation: 'account.recover',
    summary: 'Ask for a mail to set the password anew; the answer is the same for every address',
    body: z.strictObject({ email }),
    asks: () => ({ path: '/request-password-reset' }),
    gives: done,
    response: nothing,
    blind: true,
    guesses: ({ body }) => `mail ${(body.email ?? '').toLowerCase()}`,
  },
  {
    method: 'PUT',
    path: api.passwordReset,
    operation: 'account.recover',
    summary: 'Set the password anew with the token of the mail; ends every session',
    body: z.strictObject({ token: z.string().max(200), newPassword: password }),
    asks: () => ({ path: '/reset-password' }),
    gives: done,
    response: nothing,
    guesses: () => 'reset token',
  },
  {
    method: 'PUT',
    path: api.password,
    operation: 'account.change',
    summary: 'Change the password; ends every other session',
    body: z.strictObject({ currentPassword: password, newPassword: password }),
    asks: ({ body }) => ({ path: '/change-password', body: { ...body, revokeOtherSessions: true } }),
    gives: done,
    response: nothing,
  },
  {
    method: 'POST',
    path: api.totp,
    operation: 'account.change',
    summary: 'Begin to set up an authenticator app; it counts once a first code was confirmed',
    body: z.strictObject({ password: password.optional() }),
    asks: () => ({ path: '/two-factor/enable' }),
    gives: ({ json }) => ({ uri: json.totpURI, recoveryCodes: json.backupCodes }),
    response: z.object({
      uri: z.string().describe('otpauth:// address for the authenticator app'),
      recoveryCodes: z.array(z.string()).describe('each good for one sign-in; shown this once'),
    }),
  },
  {
    method: 'PUT',
    path: api.totp,
    operation: 'account.change',
    summary: 'Confirm the authenticator app with its first code',
    body: z.strictObject({ code }),
    asks: () => ({ path: '/two-factor/verify-totp' }),
    gives: done,
    response: nothing,
    guesses: () => 'totp',
  },
  {
    method: 'DELETE',
    path: api.totp,
    operation: 'account.change',
    summary: 'Turn the authenticator app off',
    body: z.strictObject({ password: password.optional() }),
    asks: () => ({ path: '/two-factor/disable' }),
    gives: done,
    response: nothing,
  },
  {
    method: 'POST',
    path: api.recoveryCodes,
    operation: 'account.change',
    summary: 'Make new recovery codes; the former ones are void',
    body: z.strictObject({ password: password.optional() }),
    asks: () => ({ path: '/two-factor/generate-backup-codes' }),
    gives: ({ json }) => ({ recoveryCodes: json.backupCodes }),
    response: z.object({ recoveryCodes: z.array(z.string()) }),
  },
  {
    method: 'GET',
    path: api.passkeyOptions,
    operation: 'account.change',
    summary: 'The challenge to add a passkey (WebAuthn creation options)',
    asks: () => ({ method: 'GET', path: '/passkey/generate-register-options' }),
    gives: ({ json }) => json,
    response: z.looseObject({ challenge: z.string() }),
  },
  {
    method: 'POST',
    path: api.passkeys,
    operation: 'account.change',
    summary: 'Add a passkey: the authenticator’s answer to the challenge',
    body: z.strictObject({ response: passkeyAnswer, name: label.optional() }),
    asks: () => ({ path: '/passkey/verify-registration' }),
    gives: ({ json }) => ({ id: json.id }),
    response: z.object({ id: z.string() }),
  },
]

/** Binds the table to better-auth. */
export function bindSignIn(
  app: HttpApp,
  context: {
    database: Database
    clock: Clock
    auth: () => Promise<Auth>
    changed: (request: FastifyRequest) => Promise<void>
    /** A passkey signed somebody in. */
    passkeyUsed: (credentialId: string) => Promise<void>
  },
): void {
  // What was answered is done, also when the registry stops.
  app.addHook('onClose', blindSettled)
  for (const route of signInRoutes) {
    app.route({
      method: route.method,
      url: route.path,
      config: { operation: route.operation },
      schema: {
        summary: route.summary,
        tags: ['account'],
        ...(route.body ? { body: route.body } : {}),
        response: { 200: route.response },
      },
      handler: (request, reply) => handle(route, request, reply),
    })
  }

  async function handle(route: SignInRoute, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    const given = { body: request.body ?? {} } as Given
    const target = route.guesses?.(given)
    const network = networkOf(request.ip)
    if (target !== undefined) {
      await takeAllowance(context, `${target.split(' ')[0]} from ${network}`, byAddress)
      if (target.includes(' ')) await takeAllowance(context, `${target} from ${network}`, byTarget)
    }
    // Whoever stole a session must not learn the password with it.
    const own = given.body.password ?? given.body.currentPassword
    const owner = route.operation === 'account.change' && own !== undefined ? request.actor?.user : undefined
    const ownPassword = `own password of ${owner?.id}`
    if (owner) await takeAllowance(context, ownPassword, byTarget)
    const { method = 'POST', path, body } = route.asks(given)
    const ask = { method, path, body: method === 'POST' ? (body ?? request.body ?? {}) : undefined }
    if (route.blind) {
      forwardBlind(await context.auth(), request, ask)
      return {}
    }
    const answer = await forward(await context.auth(), request, reply, ask)
    if (target === 'passkey') await context.passkeyUsed(credentialOf(request.body))
    if (target?.startsWith('password ')) await resetAllowance(context.database, `${target} from ${network}`)
    if (owner) await resetAllowance(context.database, ownPassword)
    if (route.operation === 'account.change' && route.method !== 'GET') await context.changed(request)
    return route.gives(answer)
  }
}
