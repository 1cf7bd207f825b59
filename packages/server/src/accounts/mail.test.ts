import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { api } from '@waybill/core/paths'
import { openBrowser, testPassword } from '@waybill/testkit/browser'
import { startTestRegistry, type TestRegistry } from '@waybill/testkit/registry'
import { pino } from 'pino'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemClock } from '../platform/clock.ts'
import { openDatabase } from '../platform/database/index.ts'
import { createMailer, recentMails } from '../platform/mail/index.ts'

/** Mail through a real SMTP server of this machine. */

let registry: TestRegistry
let smtp: SMTPServer
let refuse = false
const taken: { to: string; text: string }[] = []

beforeAll(async () => {
  smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, callback) {
      let text = ''
      stream.on('data', (chunk: Buffer) => (text += chunk.toString()))
      stream.on('end', () => {
        if (refuse) return callback(Object.assign(new Error('greylisted'), { responseCode: 451 }))
        taken.push({ to: session.envelope.rcptTo.map(({ address }) => address).join(), text })
        callback()
      })
    },
  })
  smtp.listen(0, '127.0.0.1')
  await once(smtp.server, 'listening')
  process.env.WAYBILL_SMTP = `smtp://127.0.0.1:${(smtp.server.address() as AddressInfo).port}`
  registry = await startTestRegistry()
})
afterAll(async () => {
  await registry.remove()
  delete process.env.WAYBILL_SMTP
  smtp.close()
})

test('a mail goes out soon after what it tells of', async () => {
  await openBrowser(registry.url).call('POST', api.account, {
    email: 'ada@example.org',
    password: testPassword,
    name: 'Ada',
  })
  for (let tries = 0; taken.length === 0 && tries < 200; tries++)
    await new Promise((resolve) => setTimeout(resolve, 25))
  expect(taken).toMatchObject([{ to: 'ada@example.org' }])
  expect(taken[0]?.text.replaceAll('=\r\n', '')).toContain('/confirm?token')
})

test('a mail that is not taken waits longer each time, and several processes send it once', async () => {
  const database = openDatabase(registry.databaseUrl, () => undefined)
  const log = pino({ level: 'silent' })
  let now = systemClock()
  const open = () =>
    createMailer(
      { database, clock: () => now, log },
      { smtp: process.env.WAYBILL_SMTP, from: 'waybill@example.org' },
    )
  try {
    refuse = true
    const mailer = open()
    await mailer.send(database, { to: 'ben@example.org', subject: 'Hi', text: 'Hello' })
    await mailer.deliver()
    expect((await recentMails(database, 1))[0]).toMatchObject({
      attempts: 1,
      sent_at: null,
      error: expect.stringContaining('greylisted') as string,
    })
    await mailer.deliver()
    expect((await recentMails(database, 1))[0]?.attempts).toBe(1)
    refuse = false
    now = new Date(now.getTime() + 61_000)
    await Promise.all([mailer.deliver(), open().deliver(), open().deliver()])
    expect(taken.filter(({ to }) => to === 'ben@example.org').length).toBe(1)
    expect((await recentMails(database, 1))[0]?.sent_at).toEqual(now)
  } finally {
    await database.destroy()
  }
})
