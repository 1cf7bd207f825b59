import { api } from '@waybill/core/paths'
import { lastMail, openBrowser, signUp, testPassword, type Browser } from '@waybill/testkit/browser'
import { startTestRegistry, type TestRegistry } from '@waybill/testkit/registry'
import { type TOTP, URI } from 'otpauth'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

let registry: TestRegistry

beforeAll(async () => {
  registry = await startTestRegistry()
})
afterAll(() => registry.remove())

const mail = (to: string, about: string) =>
  lastMail((text, values) => registry.query(text, values), to, about)
const person = (email: string) => signUp(registry.url, (text, values) => registry.query(text, values), email)
const open = () => openBrowser(registry.url)

describe('an account', () => {
  test('is opened, confirmed by mail, and not before that signed in to', async () => {
    const ada = open()
    const account = { email: 'Ada@Example.org', password: testPassword, name: 'Ada' }
    expect(await ada.call('POST', api.account, account)).toMatchObject({
      status: 202,
      body: { administrator: false },
    })
    const early = await ada.call('POST', api.session, { email: account.email, password: testPassword })
    expect(early).toMatchObject({ status: 401, body: { code: 'auth.invalid' } })
    const { body } = await mail('ada@example.org', 'confirm')
    const link = new URL(/http\S+/.exec(body)?.[0] ?? '')
    expect(link.origin).toBe(registry.url)
    expect(link.pathname).toBe('/confirm')
    const token = link.searchParams.get('token')
    expect((await ada.call('GET', `${api.emailVerification}?token=${token}`)).status).toBe(404)
    expect((await ada.call('PUT', api.emailVerification, { token })).body).toEqual({ verified: true })
    expect(await ada.call('PUT', api.emailVerification, { token: 'nonsense' })).toMatchObject({
      status: 422,
      body: { code: 'account.code_invalid' },
    })
    expect(
      (await ada.call('POST', api.session, { email: account.email, password: testPassword })).status,
    ).toBe(200)
    expect((await ada.call('GET', api.account)).body).toMatchObject({
      user: { email: 'ada@example.org', name: 'Ada', password: true, passkeys: 0, totp: false },
      publishers: [],
      roles: [],
    })
  })

  test('is not given away: the answers for an address that has one are the same', async () => {
    await person('taken@example.org')
    const stranger = open()
    const ask = async (email: string) => {
      const answers = [
        await stranger.call('POST', api.account, { email, password: 'another password', name: 'X' }),
        await stranger.call('POST', api.session, { email, password: 'another password' }),
        await stranger.call('POST', api.passwordReset, { email }),
        await stranger.call('POST', api.emailVerification, { email }),
      ]
      return answers.map(({ status, body }) => [status, body])
    }
    expect(await ask('taken@example.org')).toEqual(await ask('nobody@example.org'))
    expect((await mail('taken@example.org', 'you have an account')).body).toContain('Sign in with it')
  })

  test('becomes the administrator’s with the owner token, once', async () => {
    const owner = open()
    const account = { email: 'owner@example.org', password: testPassword, name: 'Owner' }
    const authorization = `Bearer ${registry.ownerToken}`
    expect((await owner.call('POST', api.account, account, { authorization })).body).toEqual({
      administrator: true,
    })
    expect((await owner.call('POST', api.account, account, { authorization })).status).toBe(400)
    await owner.call('POST', api.session, { email: account.email, password: testPassword })
    expect((await owner.call('GET', api.account)).body).toMatchObject({
      roles: ['admin'],
      publishers: [{ name: 'owner', role: 'owner' }],
    })
    const mails = await owner.call('GET', api.mails)
    expect(mails.body.mails[0]).toMatchObject({ to: expect.any(String) as string })
    const { users } = (await owner.call('GET', api.users)).body as { users: { id: string; email: string }[] }
    const self = users.find(({ email }) => email === account.email)?.id ?? ''
    expect(
      (await owner.call('PUT', api.userRoles.replace(':user', self), { roles: ['auditor'] })).body.detail,
    ).toContain('administrator')
  })
})

describe('passwords', () => {
  test('are set anew by mail, which ends every session, and the token works once', async () => {
    const eve = await person('eve@example.org')
    expect((await eve.call('POST', api.passwordReset, { email: 'eve@example.org' })).status).toBe(200)
    const token = /reset-password (\S+)/.exec((await mail('eve@example.org', 'new password')).body)?.[1]
    const other = open()
    const set = () => other.call('PUT', api.passwordReset, { token, newPassword: 'a new long password' })
    expect((await set()).status).toBe(200)
    expect((await set()).body.code).toBe('account.code_invalid')
    expect((await eve.call('GET', api.sessions)).status).toBe(401)
    expect((await mail('eve@example.org', 'change')).body).toContain('set anew')
    expect(
      (await other.call('POST', api.session, { email: 'eve@example.org', password: testPassword })).status,
    ).toBe(401)
    expect(
      (await other.call('POST', api.session, { email: 'eve@example.org', password: 'a new long password' }))
        .status,
    ).toBe(200)
  })

  test('are guessed a few times only, then refused for a while with Retry-After', async () => {
    await person('guess@example.org')
    const thief = open()
    let tries = 0
    // Without a proxy that is trusted, the word of the caller on its own address counts for nothing.
    const guess = () =>
      thief.call(
        'POST',
        api.session,
        { email: 'guess@example.org', password: 'wrong wrong' },
        { 'x-forwarded-for': `192.0.2.${tries++}` },
      )
    const codes: string[] = []
    for (let i = 0; i < 12; i++) codes.push((await guess()).body.code as string)
    expect(codes.slice(0, 10)).toEqual(Array(10).fill('auth.invalid'))
    expect(codes.slice(10)).toEqual(['limit.exceeded', 'limit.exceeded'])
    const response = await fetch(registry.url + api.session, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: 'guess@example.org', password: 'wrong wrong' }),
    })
    expect(response.status).toBe(429)
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0)
  })
})

const step = (uri: string, offset = 0) =>
  (URI.parse(uri) as TOTP).generate({ timestamp: Date.now() + offset })

describe('a second factor', () => {
  let bob: Browser
  let uri: string
  let recoveryCodes: string[]

  test('is set up with a first code, and then asked for', async () => {
    bob = await person('bob@example.org')
    const begun = await bob.call('POST', api.totp, { password: testPassword })
    ;({ uri, recoveryCodes } = begun.body as { uri: string; recoveryCodes: string[] })
    expect(uri).toMatch(/^otpauth:\/\/totp\//)
    expect(recoveryCodes.length).toBe(10)
    expect((await bob.call('PUT', api.totp, { code: '000000' })).body.code).toBe('account.code_invalid')
    expect((await bob.call('PUT', api.totp, { code: step(uri) })).status).toBe(200)
    const again = open()
    const first = await again.call('POST', api.session, { email: 'bob@example.org', password: testPassword })
    expect(first.body).toEqual({ secondFactor: true })
    expect((await again.call('GET', api.sessions)).status).toBe(401)
    expect((await again.call('POST', api.totpSession, { code: '123456' })).body.code).toBe(
      'account.code_invalid',
    )
    expect((await again.call('POST', api.totpSession, { code: step(uri) })).body.user.email).toBe(
      'bob@example.org',
    )
    expect((await again.call('GET', api.sessions)).status).toBe(200)
  })

  test('is replaced by a recovery code, once', async () => {
    const signIn = async (code: string) => {
      const browser = open()
      await browser.call('POST', api.session, { email: 'bob@example.org', password: testPassword })
      return browser.call('POST', api.recoverySession, { code })
    }
    expect((await signIn(recoveryCodes[0] ?? '')).status).toBe(200)
    expect((await signIn(recoveryCodes[0] ?? '')).body.code).toBe('account.code_invalid')
  })

  test('is guessed a few times only, over all sign-ins', async () => {
    const thief = open()
    const codes: string[] = []
    for (let round = 0; round < 4; round++) {
      await thief.call('POST', api.session, { email: 'bob@example.org', password: testPassword })
      for (let i = 0; i < 4; i++)
        codes.push((await thief.call('POST', api.totpSession, { code: '000000' })).body.code as string)
    }
    expect(codes.at(-1)).toBe('limit.exceeded')
    expect(codes.filter((code) => code === 'account.code_invalid').length).toBeLessThanOrEqual(10)
  })
})

describe('sessions', () => {
  test('are listed without their secrets and ended one by one', async () => {
    const cleo = await person('cleo@example.org')
    const second = open()
    await second.call('POST', api.session, { email: 'cleo@example.org', password: testPassword })
    const { sessions } = (await cleo.call('GET', api.sessions)).body as {
      sessions: { id: string; current: boolean }[]
    }
    expect(sessions.map(({ current }) => current).sort()).toEqual([false, true])
    const secrets = await registry.query<{ token: string }>('select token from auth.session')
    expect(secrets.some(({ token }) => JSON.stringify(sessions).includes(token))).toBe(false)
    const other = sessions.find(({ current }) => !current)?.id ?? ''
    expect((await cleo.call('DELETE', api.sessionById.replace(':id', other))).body).toEqual({ ended: 1 })
    expect((await second.call('GET', api.sessions)).status).toBe(401)
    expect((await cleo.call('DELETE', api.sessionById.replace(':id', other))).status).toBe(404)
    const stranger = await person('mallory@example.org')
    const own = sessions.find(({ current }) => current)?.id ?? ''
    expect((await stranger.call('DELETE', api.sessionById.replace(':id', own))).status).toBe(404)
    expect((await cleo.call('DELETE', api.session)).status).toBe(200)
    expect((await cleo.call('GET', api.sessions)).status).toBe(401)
  })

  test('change nothing from another site', async () => {
    const dora = await person('dora@example.org')
    for (const origin of ['https://evil.example', 'null', `${registry.url}.evil.example`]) {
      const refused = await dora.call('POST', api.tokens, { name: 'x' }, { origin })
      expect([origin, refused.status]).toEqual([origin, 403])
    }
    expect((await dora.call('GET', api.tokens)).body.tokens).toEqual([])
  })

  test('have cookies that scripts cannot read and other sites do not send', async () => {
    const response = await fetch(registry.url + api.session, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: 'dora@example.org', password: testPassword }),
    })
    const cookie =
      response.headers.getSetCookie().find((each) => each.startsWith('waybill.session_token=')) ?? ''
    expect(cookie).toMatch(/httponly/i)
    expect(cookie).toMatch(/samesite=lax/i)
  })
})

describe('a device', () => {
  test('is signed in with a code, once, and gets a token', async () => {
    const fay = await person('fay@example.org')
    const device = open()
    const asked = (await device.call('POST', api.deviceCode)).body as { deviceCode: string; userCode: string }
    const redeem = () =>
      device.call('POST', api.deviceToken, { deviceCode: asked.deviceCode, name: 'laptop' })
    expect((await redeem()).body.code).toBe('device.pending')
    expect((await redeem()).body.details.retryAfter).toBe(10)
    const approve = api.deviceApproval.replace(':userCode', asked.userCode)
    expect((await open().call('POST', approve)).status).toBe(401)
    expect((await fay.call('POST', approve)).status).toBe(200)
    await registry.query('update auth.device_code set last_polled_at = null')
    const { token } = (await redeem()).body as { token: string }
    expect(token).toMatch(/^wb_/)
    expect((await redeem()).body.code).toBe('account.code_invalid')
    const bare = open()
    const who = await bare.call('GET', api.account, undefined, { authorization: `Bearer ${token}` })
    expect(who.body).toMatchObject({ user: { email: 'fay@example.org' }, token: { name: 'laptop' } })
    expect((await mail('fay@example.org', 'change')).body).toContain('laptop')
  })

  test('is refused when its code is', async () => {
    const gus = await person('gus@example.org')
    const device = open()
    const asked = (await device.call('POST', api.deviceCode)).body as { deviceCode: string; userCode: string }
    expect((await gus.call('DELETE', api.deviceApproval.replace(':userCode', asked.userCode))).status).toBe(
      200,
    )
    const redeemed = await device.call('POST', api.deviceToken, { deviceCode: asked.deviceCode, name: 'x' })
    expect(redeemed.body.code).toBe('device.refused')
  })
})

describe('tokens of an account', () => {
  test('are limited to actions and packages, listed, and revoked', async () => {
    const hal = await person('hal@example.org')
    const make = (body: object) => hal.call('POST', api.tokens, body)
    const { token, id } = (await make({ name: 'reader', actions: ['read'] })).body as {
      token: string
      id: string
    }
    const bare = open()
    const authorization = `Bearer ${token}`
    expect((await bare.call('GET', api.account, undefined, { authorization })).body.token.actions).toEqual([
      'read',
    ])
    expect((await bare.call('POST', api.tokens, { name: 'more' }, { authorization })).body.detail).toContain(
      'read',
    )
    const wider = (await make({ name: 'accounts', actions: ['account'], packages: ['a-*'] })).body
      .token as string
    const more = await bare.call(
      'POST',
      api.tokens,
      { name: 'more', actions: ['*'] },
      { authorization: `Bearer ${wider}` },
    )
    expect(more.body.code).toBe('auth.forbidden')
    expect((await make({ name: 'past', expiresAt: '2001-01-01T00:00:00Z' })).status).toBe(400)
    expect((await hal.call('GET', api.tokens)).body.tokens.length).toBe(2)
    const mallory = await person('mal2@example.org')
    expect((await mallory.call('DELETE', api.tokenById.replace(':id', id))).status).toBe(404)
    expect((await hal.call('DELETE', api.tokenById.replace(':id', id))).status).toBe(200)
    expect((await bare.call('GET', api.account, undefined, { authorization })).status).toBe(401)
  })
})
