import type { Transporter } from 'nodemailer'
import { minute, second, type Clock } from '../clock.ts'
import type { Database, Transaction } from '../database/index.ts'
import type { Logger } from '../log.ts'
import * as store from './store.ts'

export interface Mail {
  readonly to: string
  readonly subject: string
  /** Plain text. */
  readonly text: string
}

export interface Mailer {
  /** Records a mail in the caller's transaction; `deliver` sends it afterwards. */
  send(database: Database | Transaction, mail: Mail): Promise<void>
  /** Sends what waits, oldest first; does nothing without SMTP. A mail that fails waits longer each time, for two days. */
  deliver(): Promise<void>
}

export interface MailSettings {
  /** `smtp://user:password@host:587` or `smtps://…`; without it mails wait where the operator can read them. */
  readonly smtp?: string | undefined
  /** The sender's address. */
  readonly from: string
}

const mostAttempts = 12
const atOnce = 20
/** Longer than an SMTP server may take for so many, milliseconds. */
const setAside = 15 * minute

export function createMailer(
  { database, clock, log }: { database: Database; clock: Clock; log: Logger },
  { smtp, from }: MailSettings,
): Mailer {
  let transport: Transporter | undefined
  let running: Promise<void> | undefined
  let soon: NodeJS.Timeout | undefined

  async function drain(): Promise<void> {
    if (smtp === undefined) return
    // Loaded here: many registries have no SMTP.
    transport ??= (await import('nodemailer')).createTransport(smtp, { from })
    for (;;) {
      // Set aside first, so that two processes do not send one mail twice; no transaction waits for an SMTP server. What a
      // process took along when it died is due again after the while.
      const now = clock()
      const until = new Date(now.getTime() + setAside)
      const mails = await store.setDueAside(database, { now, until, most: atOnce, mostAttempts })
      for (const mail of mails) await attempt(mail)
      if (mails.length < atOnce) return
    }
  }

  async function attempt(mail: store.DueMail): Promise<void> {
    try {
      await transport?.sendMail({ to: mail.recipient, subject: mail.subject, text: mail.body })
      await store.markSent(database, mail.id, clock())
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      // 1, 2, 4 … minutes: about two days over twelve attempts.
      const next = new Date(clock().getTime() + 60 * second * 2 ** mail.attempts)
      await store.markFailed(database, mail.id, next, why.slice(0, 500))
      log.warn({ mail: mail.id, err: why }, 'a mail was not taken by the SMTP server')
    }
  }

  return {
    async send(on, { to, subject, text }) {
      await store.insertMail(on, { recipient: to, subject, body: text, at: clock() })
      // Soon after, when the caller's transaction is over; if it is not, the job of the minute sends it.
      soon ??= setTimeout(() => void deliver().catch(failed), 200).unref()
    },
    deliver,
  }

  function deliver(): Promise<void> {
    soon = undefined
    running ??= drain().finally(() => (running = undefined))
    return running
  }

  function failed(error: unknown): void {
    log.error({ err: error }, 'mails could not be delivered')
  }
}
