import { passkey } from '@better-auth/passkey'
import { betterAuth } from 'better-auth'
import { deviceAuthorization, twoFactor } from 'better-auth/plugins'
import { CamelCasePlugin } from 'kysely'
import type { Database } from '../platform/database/index.ts'
import type { Logger } from '../platform/log.ts'
import { authBase, clientAddressHeader, cookiePrefix, deviceClient } from './auth-names.ts'
import type { Notices } from './notices.ts'

export interface AuthOptions {
  database: Database
  log: Logger
  /** Signs cookies and challenges. */
  secret: string
  /** Public address of the registry. */
  url: string
  /** Name of the ecosystem, shown by authenticators. */
  name: string
  notices: Notices
}

/** Passwords, second factors, passkeys, sessions and device codes: better-auth, on tables of our database. */
export function createAuth({ database, log, secret, url, name, notices }: AuthOptions) {
  const { origin, hostname, protocol } = new URL(url)
  const isSecure = protocol === 'https:'
  return betterAuth({
    appName: name,
    // Without a path that a proxy takes off: it never reaches us, and better-auth would wait for it.
    baseURL: origin,
    basePath: authBase,
    secret,
    database: {
      db: database.withPlugin(new CamelCasePlugin()).withSchema('auth') as never,
      type: 'postgres',
    },
    logger: {
      level: 'error',
      log: (level, message) => log[level === 'error' ? 'error' : 'warn']({ from: 'better-auth' }, message),
    },
    telemetry: { enabled: false },
    // Ours count over all processes, and by account as well as by address.
    rateLimit: { enabled: false },
    advanced: {
      cookiePrefix,
      useSecureCookies: isSecure,
      defaultCookieAttributes: { sameSite: 'lax', httpOnly: true, secure: isSecure },
      ipAddress: { ipAddressHeaders: [clientAddressHeader] },
    },
    session: { expiresIn: 30 * 24 * 3600, updateAge: 24 * 3600 },
    emailAndPassword: {
      enabled: true,
      requireEmailVerification: true,
      minPasswordLength: 10,
      maxPasswordLength: 200,
      revokeSessionsOnPasswordReset: true,
      sendResetPassword: ({ user, token }) => notices.passwordReset(user.email, token),
      onPasswordReset: ({ user }) => notices.changed(user.email, 'Your password was set anew.'),
      onExistingUserSignUp: ({ user }) => notices.signedUpAgain(user.email),
    },
    emailVerification: {
      sendOnSignUp: true,
      expiresIn: 24 * 3600,
      sendVerificationEmail: ({ user, token }) => notices.verification(user.email, token),
    },
    plugins: [
      twoFactor({ issuer: name, allowPasswordless: true }),
      passkey({
        rpName: name,
        rpID: hostname,
        origin,
        // What the database layer gives back is in camel case throughout; the plugin looks for credentialID.
        schema: { passkey: { fields: { credentialID: 'credentialId' } } },
      }),
      deviceAuthorization({
        expiresIn: '15m',
        interval: '5s',
        validateClient: (client) => client === deviceClient,
      }),
    ],
  })
}

export type Auth = ReturnType<typeof createAuth>
