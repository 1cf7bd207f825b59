import { expect, test } from 'vitest'
import { fakeRegistry } from '../publish/test/fake-registry.ts'
import { awaitDevice, giveCode, openSession, signIn, signOut } from './index.ts'

const problem = (status: number, code: string, details = {}) => ({
  status,
  json: { code, detail: 'As the registry says.', details },
})

test('a session keeps cookies, forgets those that end, and says where it comes from', async () => {
  const answers = [
    ['half=signed.in%3D; Path=/; HttpOnly', 'other=1'],
    ['half=; Max-Age=0', 'session=full; Max-Age=2592000'],
    ['session=x; max-age=-1'],
    [],
  ]
  const registry = await fakeRegistry(() => ({
    status: 200,
    json: { secondFactor: true },
    headers: { 'set-cookie': answers.shift() ?? [] },
  }))
  const session = openSession({ url: `${registry.url}/` })
  expect(await signIn(session, { email: 'a@example.org', password: 'p' })).toEqual({ secondFactor: true })
  await giveCode(session, '123 456')
  await signOut(session)
  await signOut(session)
  expect(registry.received.map(({ headers }) => headers.cookie)).toEqual([
    undefined,
    'half=signed.in%3D; other=1',
    'other=1; session=full',
    'other=1',
  ])
  expect(registry.received.every(({ headers }) => headers.origin === registry.url)).toBe(true)
})

test('six digits are a code of the app, all else a recovery code', async () => {
  const registry = await fakeRegistry(() => ({ status: 200, json: {} }))
  const session = openSession(registry)
  await giveCode(session, ' 123456 ')
  await giveCode(session, 'ab3De-fGh12')
  expect(registry.received.map(({ path, body }) => [path, body.toString()])).toEqual([
    ['/api/v1/account/session/totp', '{"code":"123456"}'],
    ['/api/v1/account/session/recovery-code', '{"code":"ab3De-fGh12"}'],
  ])
})

test('a password is not carried to where a redirect points', async () => {
  const thief = await fakeRegistry(() => ({ status: 200, json: { secondFactor: false } }))
  const registry = await fakeRegistry(() => ({ status: 307, json: {}, headers: { location: thief.url } }))
  await expect(
    signIn(openSession(registry), { email: 'a@example.org', password: 'p' }),
  ).rejects.toMatchObject({
    code: 'registry.refused',
  })
  expect(thief.received).toEqual([])
})

const request = {
  deviceCode: 'secret',
  userCode: 'ABCD',
  expiresIn: 900,
  interval: 1,
}

test('a device asks until the code is approved, whatever happens in between', async () => {
  const answers = [
    problem(400, 'device.pending'),
    problem(503, 'registry.stopping'),
    { status: 201, json: { id: 'i', token: 'wb_x', expiresAt: '2026-01-01T00:00:00Z' } },
  ]
  const registry = await fakeRegistry(() => answers.shift() ?? { status: 500 })
  const left: number[] = []
  const onWait = (seconds: number) => left.push(seconds)
  expect(await awaitDevice(registry, request, { name: 'laptop', onWait })).toMatchObject({ token: 'wb_x' })
  expect(left.length).toBe(3)
  expect(registry.received.map(({ body }) => body.toString())).toContain(
    '{"deviceCode":"secret","name":"laptop"}',
  )
})

test('a device stops when it is refused, out of time, or told to', async () => {
  const registry = await fakeRegistry(({ body }) =>
    body.includes('refused') ? problem(403, 'device.refused') : problem(400, 'device.pending'),
  )
  const wait = (change: Partial<typeof request>, signal?: AbortSignal) =>
    awaitDevice(
      { url: registry.url, ...(signal ? { signal } : {}) },
      { ...request, ...change },
      { name: 'x' },
    )
  await expect(wait({ deviceCode: 'refused' })).rejects.toMatchObject({ code: 'device.refused' })
  await expect(wait({ expiresIn: 1 })).rejects.toMatchObject({ code: 'account.code_invalid' })
  await expect(wait({ interval: 600 }, AbortSignal.abort())).rejects.toMatchObject({
    code: 'operation.cancelled',
  })
})
