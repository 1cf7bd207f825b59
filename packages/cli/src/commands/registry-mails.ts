import { listMails, type SentMail } from '@waybill/client'
import { WaybillError } from '@waybill/core/errors'
import type { Command } from 'commander'
import { contextOf, type Context } from '../context.ts'
import { examples, wholeNumber } from '../define.ts'
import { signedIn } from '../session.ts'
import { facts, table } from '../terminal/table.ts'
import { minute, printableLines } from '../terminal/text.ts'

export function define(command: Command): void {
  command
    .description(
      'List the newest mails of a registry, or show one, as an administrator. Where the registry has nobody to send mails by, they are read here and handed on.',
    )
    .argument('[number]', 'show this one with its text', wholeNumber(1, 2_147_483_647))
    .option('--to <address>', 'only those to this address')
    .action(run)
  examples(
    command,
    ['waybill registry mails --to ada@example.org', 'numbers and subjects'],
    ['waybill registry mails 12', 'the text of one'],
  )
}

async function run(number: number | undefined, flags: { to?: string }, command: Command): Promise<void> {
  const context = contextOf(command)
  const all = await listMails(await signedIn(context))
  if (number !== undefined) return show(context, all, number)
  const mails = all.filter(({ to }) => flags.to === undefined || to.toLowerCase() === flags.to.toLowerCase())
  context.out.result({ mails }, () => {
    if (mails.length === 0) return 'No mails.'
    return table(
      mails.map((mail) => [String(mail.id), minute(mail.createdAt), mail.to, stateOf(mail), mail.subject]),
      context.out.width,
    )
  })
}

function show({ out }: Context, mails: readonly SentMail[], number: number): void {
  const mail = mails.find(({ id }) => id === number)
  if (!mail)
    throw new WaybillError('usage.invalid', `There is no mail ${number} among the newest.`, {
      hint: '“waybill registry mails” lists them.',
    })
  out.result(mail, () => [
    out.bold(printableLines(mail.subject).join(' ')),
    ...facts([
      ['to', mail.to],
      ['made', minute(mail.createdAt)],
      ['state', stateOf(mail)],
      ['error', mail.error],
    ]),
    '',
    ...printableLines(mail.text.trimEnd()),
  ])
}

const stateOf = ({ sentAt, error }: SentMail) => (sentAt ? 'sent' : error === undefined ? 'waits' : 'failed')
