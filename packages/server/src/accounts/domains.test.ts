import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { randomUUID } from 'node:crypto'
import { api } from '@waybill/core/paths'
import { lastMail } from '@waybill/testkit/browser'
import { peopleOf } from '@waybill/testkit/people'
import { packPlugin } from '@waybill/testkit/publisher'
import { startTestRegistry, type TestRegistry } from '@waybill/testkit/registry'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startNameServer, type NameServer } from '../platform/outgoing/test/name-server.ts'

let registry: TestRegistry
let names: NameServer
const records = new Map<string, string[]>()

beforeAll(async () => {
  names = await startNameServer((kind, name) =>
    kind === 'TXT' ? (records.get(name) ?? 'nxdomain') : 'nxdomain',
  )
  const config = join(tmpdir(), `waybill-domains-${randomUUID()}.yaml`)
  await writeFile(config, `outgoing:\n  dnsServers: ['${names.address}']\n`)
  registry = await startTestRegistry({ config })
})
afterAll(async () => {
  await registry.remove()
  await names[Symbol.asyncDispose]()
})

test('a domain is verified by its TXT record, shown by the packages, and lost with its owner', async () => {
  const acme = await peopleOf(registry).publisher('acme')
  const path = api.publisherDomain.replace(':publisher', 'acme')
  await acme.publish(await packPlugin('shown', '1.0.0'))
  expect((await acme.request('PUT', path)).body.code).toBe('domain.unproven')
  expect((await acme.request('POST', path, { domain: '127.0.0.1' })).status).toBe(400)
  const { txt } = (await acme.request('POST', path, { domain: 'Acme.Example' })).body
  expect(txt.name).toBe('_waybill.acme.example')
  const unproven = await acme.request('PUT', path)
  expect(unproven.body).toMatchObject({
    verified: false,
    reason: expect.stringContaining('acme.example') as string,
  })
  records.set(txt.name as string, ['other', txt.value as string])
  expect((await acme.request('PUT', path)).body).toMatchObject({ verified: true, method: 'dns' })

  const rival = await peopleOf(registry).publisher('rival')
  expect((await rival.request('PUT', path)).status).toBe(403)
  const own = api.publisherDomain.replace(':publisher', 'rival')
  await rival.request('POST', own, { domain: 'acme.example' })
  expect((await rival.request('PUT', own)).body.verified).toBe(false)

  const owner = acme.browser
  await owner.call('POST', api.invitations.replace(':publisher', 'acme'), {
    email: 'rival@example.org',
    transfers: true,
  })
  const { body } = await lastMail(
    (text, values) => registry.query(text, values),
    'rival@example.org',
    'offered',
  )
  const token = /org accept (\S+)/.exec(body)?.[1]
  await rival.browser.call('POST', api.invitationAcceptance, { token })
  await rival.request('POST', path, { domain: 'acme.example' })
  // What the former owner left in DNS proves nothing for the new one.
  expect((await rival.request('PUT', path)).body.verified).toBe(false)
})
