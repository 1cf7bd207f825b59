import { isWaybillError } from '@waybill/core/errors'
import { pages } from '@waybill/core/paths'
import { takeAllowance, type Allowance } from '../platform/allowance.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database, Transaction } from '../platform/database/index.ts'
import type { Mailer } from '../platform/mail/index.ts'

/**
 * Mails of accounts. All are recorded, and sent in the background: no answer waits for them. Those that anybody can have
 * sent to any address are left out once the address had ten of their kind within the hour.
 */
export interface Notices {
  verification(to: string, token: string): Promise<void>
  passwordReset(to: string, token: string): Promise<void>
  signedUpAgain(to: string): Promise<void>
  /** A change that its owner should know of, in one sentence. */
  changed(to: string, what: string, on?: Database | Transaction): Promise<void>
  invitation(
    to: string,
    about: { publisher: string; role: string; by: string; token: string; transfers: boolean },
    on: Transaction,
  ): Promise<void>
}

export interface NoticeOptions {
  database: Database
  clock: Clock
  mailer: Mailer
  /** Name of the ecosystem. */
  name: string
  url: () => string
}

/** Of mails of one kind to one address, whoever has them sent. */
const unasked: Allowance = { most: 10, seconds: 3600 }

export function createNotices({ database, clock, mailer, name, url }: NoticeOptions): Notices {
  const send = (
    to: string,
    subject: string,
    lines: readonly string[],
    on: Database | Transaction = database,
  ) =>
    mailer.send(on, {
      to,
      subject: `${name}: ${subject}`,
      text: [...lines, '', `${name}, ${url()}`, ''].join('\n'),
    })
  async function sendUnasked(to: string, subject: string, lines: readonly string[]): Promise<void> {
    try {
      await takeAllowance({ database, clock }, `“${subject}” to ${to}`, unasked)
    } catch (error) {
      // Said aloud, it would tell that there is such an account.
      if (isWaybillError(error, 'limit.exceeded')) return
      throw error
    }
    await send(to, subject, lines)
  }
  /** A page, with the token of the mail in its address. */
  const page = (path: string, token: string) => `${url()}${path}?${new URLSearchParams({ token }).toString()}`
  return {
    verification: (to, token) =>
      sendUnasked(to, 'confirm your address', [
        'Somebody, we hope you, opened an account with this address. To confirm that it is yours, open:',
        '',
        page(pages.confirm, token),
        '',
        'or, without a browser, run:',
        '',
        `waybill account verify ${token}`,
        '',
        'The link works for a day. If it was not you, do nothing: the account stays closed.',
      ]),
    passwordReset: (to, token) =>
      sendUnasked(to, 'a new password', [
        'Somebody, we hope you, asked to set your password anew. To do it, open:',
        '',
        page(pages.reset, token),
        '',
        'or, without a browser, run:',
        '',
        `waybill account reset-password ${token}`,
        '',
        'It works for an hour and once. If it was not you, do nothing: the password stays as it is.',
      ]),
    signedUpAgain: (to) =>
      sendUnasked(to, 'you have an account already', [
        'Somebody, perhaps you, tried to open an account with this address, which has one.',
        `Sign in with it: ${url()}${pages.signIn}, or waybill login. There you can also have the password set`,
        'anew if you forgot it (waybill account forgot-password).',
      ]),
    changed: (to, what, on) =>
      send(
        to,
        'a change of your account',
        [
          what,
          '',
          'If it was not you, set your password anew at once (waybill account forgot-password), then look',
          `through your sessions and tokens: ${url()}${pages.security}`,
          '(waybill account sessions, waybill token list).',
        ],
        on,
      ),
    invitation: (to, { publisher, role, by, token, transfers }, on) =>
      send(
        to,
        transfers ? `${publisher} is offered to you` : `join ${publisher}`,
        [
          transfers
            ? `${by} wants to hand over the publisher ${publisher}, with all its packages, to you.`
            : `${by} invites you to the publisher ${publisher}, as ${role}.`,
          '',
          'To look at it and to take it, sign in with this address and open:',
          '',
          page(pages.invitations, token),
          '',
          'or, without a browser, run:',
          '',
          `waybill org accept ${token}`,
          '',
          'It works for seven days. To decline, do nothing.',
        ],
        on,
      ),
  }
}
