import { authorize } from '../access/index.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/database/index.ts'
import type { HttpApp } from '../platform/http/index.ts'
import type { Logger } from '../platform/log.ts'
import type { Mailer } from '../platform/mail/index.ts'
import type { Outgoing } from '../platform/outgoing/index.ts'
import type { Outbox } from '../platform/outbox.ts'
import { accountRoutes } from './account-routes.ts'
import { administrationRoutes } from './administration.ts'
import type { Auth } from './auth.ts'
import { createAuthenticate } from './authenticate.ts'
import { recheckDomains } from './domains.ts'
import { guardRoutes } from './guard.ts'
import { keyRoutes } from './key-routes.ts'
import { createNotices, type Notices } from './notices.ts'
import { createNotifier, type Notifier } from './notifier.ts'
import { publisherRoutes } from './publisher-routes.ts'
import type { PublisherViewContext } from './publisher-view.ts'
import { touchPasskey } from './store/index.ts'
import { bindSignIn } from './sign-in-routes.ts'

export interface AccountsOptions {
  database: Database
  clock: Clock
  outbox: Outbox
  log: Logger
  mailer: Mailer
  outgoing: Outgoing
  /** Signs sessions. */
  secret: string
  /** Name of the ecosystem. */
  name: string
  /** Public address of the registry, known once it listens. */
  url: () => string
  /** Publisher name of the owner. */
  owner: string
  /** Of the registry's first root. */
  fingerprint: string
  /** Waits until what was just committed can be seen in the tree. */
  settled: () => Promise<void>
  packagesOf: PublisherViewContext['packagesOf']
}

export interface Accounts {
  notices: Notices
  notifier: Notifier
  /** Looks again at the domains that publishers proved. */
  recheckDomains: () => Promise<void>
  /** Guards every route that is added from now on, and adds those of accounts. */
  bind: (app: HttpApp) => void
}

/** Accounts, publishers, tokens and keys, ready to be bound to the API. */
export function openAccounts(options: AccountsOptions): Accounts {
  const { database, clock, outbox, log, secret, name, settled, owner, fingerprint } = options
  const notices = createNotices(options)
  let made: Promise<Auth> | undefined
  // Loaded for the first who signs in: it is large, and a registry that only serves and publishes needs none of it.
  const auth = () =>
    (made ??= import('./auth.ts').then(({ createAuth }) =>
      createAuth({ database, log, secret, url: options.url(), name, notices }),
    ))
  const domains = { database, clock, outbox, notices, outgoing: options.outgoing }
  const { packagesOf } = options
  return {
    notices,
    notifier: createNotifier(options),
    recheckDomains: () => recheckDomains(domains),
    bind(app) {
      guardRoutes(app, createAuthenticate({ database, clock, auth }))
      bindSignIn(app, {
        database,
        clock,
        auth,
        passkeyUsed: (credentialId) => touchPasskey(database, credentialId, clock()),
        async changed(request) {
          const { user } = authorize(request.actor, 'account.change')
          const what = `${request.method} ${request.routeOptions.url}`
          if (user)
            await notices.changed(user.email, `The ways to sign in to your account were changed (${what}).`)
        },
      })
      accountRoutes(app, { database, clock, auth, notices, owner, fingerprint, url: options.url })
      keyRoutes(app, { database, clock, outbox, settled })
      publisherRoutes(app, { ...domains, packagesOf })
      administrationRoutes(app, { database, clock, notices })
    },
  }
}
