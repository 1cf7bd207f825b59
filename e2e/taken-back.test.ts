import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { addRegistry, Installer, openHome, type Home } from '@waybill/client'
import { api } from '@waybill/core/paths'
import { lastMail } from '@waybill/testkit/browser'
import { peopleOf } from '@waybill/testkit/people'
import { packPlugin } from '@waybill/testkit/publisher'
import { startTestRegistry, type TestRegistry } from '@waybill/testkit/registry'
import { afterAll, beforeAll, expect, test } from 'vitest'

/** What a home is told of what happens to its plugins in the registry. */

let registry: TestRegistry
let folder: string
let home: Home

beforeAll(async () => {
  registry = await startTestRegistry()
  folder = await mkdtemp(join(tmpdir(), 'waybill-told-'))
  home = await openHome({ path: join(folder, 'home'), cache: join(folder, 'cache') })
  await addRegistry(home, registry.url, { fingerprint: registry.fingerprint })
})
afterAll(async () => {
  await registry.remove()
  await rm(folder, { recursive: true, force: true })
})

test('a version taken back is never chosen again, not even by a lockfile, and verify says so', async () => {
  const acme = await registry.publisher('acme')
  for (const version of ['1.0.0', '1.1.0']) await acme.publish(await packPlugin('gone', version))
  const installer = await Installer.open(home)
  expect((await installer.install({ names: ['gone'] })).version).toBe('1.1.0')
  const path = api.unpublish.replace(':name', 'gone').replace(':version', '1.1.0')
  expect((await acme.request('POST', path, { reason: 'leaks a key' })).status).toBe(204)
  const { findings } = await installer.verify()
  expect(findings.map(({ message }) => message).join()).toContain('was taken back: leaks a key')
  const other = await openHome({ path: join(folder, 'other'), cache: join(folder, 'other-cache') })
  await addRegistry(other, registry.url, { fingerprint: registry.fingerprint })
  const fresh = await Installer.open(other)
  expect((await fresh.install({ names: ['gone'] })).version).toBe('1.0.0')
  await expect(fresh.install({ names: ['gone@1.1.0'] })).rejects.toMatchObject({
    code: 'resolve.not_found',
    message: expect.stringContaining('was taken back: leaks a key') as string,
  })
})

test('a publisher in other hands is told of before its next version is installed', async () => {
  const people = peopleOf(registry)
  const giver = await people.publisher('giver')
  await giver.publish(await packPlugin('handed', '1.0.0'))
  const installer = await Installer.open(home)
  await installer.install({ names: ['handed'] })
  const taker = await people.account('taker@example.org')
  await giver.browser.call('POST', api.invitations.replace(':publisher', 'giver'), {
    email: 'taker@example.org',
    transfers: true,
  })
  const { body } = await lastMail(
    (text, values) => registry.query(text, values),
    'taker@example.org',
    'offered',
  )
  await taker.call('POST', api.invitationAcceptance, { token: /accept (\S+)/.exec(body)?.[1] })
  await giver.publish(await packPlugin('handed', '1.1.0'))
  const { steps } = await installer.planUpdate(['handed'])
  expect(steps.find(({ name }) => name === 'handed')).toMatchObject({
    action: 'update',
    newOwnerSince: expect.any(String) as string,
  })
  const { findings } = await installer.verify()
  expect(findings.map(({ message }) => message).join()).toContain('has a new owner since')
  await installer.update(['handed'])
  expect((await installer.verify()).findings.map(({ message }) => message).join()).not.toContain('new owner')
})
