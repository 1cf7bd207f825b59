import type { Transporter } from 'nodemailer'
import { second, type Clock } from '../clock.ts'
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
      const sent = await database.transaction().execute(async (transaction) => {
        // Locked while they are sent, so that two processes do not send one mail twice.
        const mails = await store.takeDue(transaction, clock(), atOnce, mostAttempts)
        for (const mail of mails) await attempt(transaction, mail)
        return mails.length
      })
      if (sent < atOnce) return
    }
  }

  async function attempt(transaction: Transaction, mail: store.DueMail): Promise<void> {
    try {
      await transport?.sendMail({ to: mail.recipient, subject: mail.subject, text: mail.body })
      await store.markSent(transaction, mail.id, clock())
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      // 1, 2, 4 … minutes: about two days over twelve attempts.
      const next = new Date(clock().getTime() + 60 * second * 2 ** mail.attempts)
      await store.markFailed(transaction, mail.id, next, why.slice(0, 500))
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
