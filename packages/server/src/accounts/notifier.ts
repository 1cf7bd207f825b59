import { isWaybillError } from '@waybill/core/errors'
import { pages } from '@waybill/core/paths'
import { takeAllowance, type Allowance } from '../platform/allowance.ts'
import type { Clock } from '../platform/clock.ts'
import type { Transaction } from '../platform/database/index.ts'
import type { Mailer } from '../platform/mail/index.ts'
import * as store from './store/index.ts'

export interface Message {
  /** Goes after the name of the ecosystem. */
  readonly subject: string
  readonly lines: readonly string[]
}

/** Mails that an account may turn off, each in the transaction of what it tells. */
export interface Notifier {
  /** Tells one account, unless it turned this kind off. */
  tell(on: Transaction, kind: keyof store.Wishes, userId: string, message: Message): Promise<void>
  /** Tells whoever reviews that something waits for them, but for members of its publisher. */
  tellReviewers(on: Transaction, publisherId: number, message: Message): Promise<void>
}

/** However much is submitted, a reviewer gets no more mails of it than so. */
const toReviewers: Allowance = { most: 30, seconds: 3600 }

export function createNotifier({
  clock,
  mailer,
  name,
  url,
}: {
  clock: Clock
  mailer: Mailer
  /** Of the ecosystem. */
  name: string
  url: () => string
}): Notifier {
  const send = (on: Transaction, to: string, { subject, lines }: Message) =>
    mailer.send(on, {
      to,
      subject: `${name}: ${subject}`,
      text: [
        ...lines,
        '',
        `${name}, ${url()}`,
        `You choose which mails you get: ${url()}${pages.notifications}`,
        '',
      ].join('\n'),
    })
  return {
    async tell(on, kind, userId, message) {
      if (!(await store.wishesOf(on, userId))[kind]) return
      const user = await store.userById(on, userId)
      if (user) await send(on, user.email, message)
    },
    async tellReviewers(on, publisherId, message) {
      const reviewers = await store.reviewersToTell(on, publisherId)
      if (reviewers.length === 0) return
      try {
        await takeAllowance({ database: on, clock }, 'mails to reviewers', toReviewers)
      } catch (error) {
        if (isWaybillError(error, 'limit.exceeded')) return
        throw error
      }
      for (const to of reviewers) await send(on, to, message)
    },
  }
}
