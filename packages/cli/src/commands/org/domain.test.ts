import { expect, test } from 'vitest'
import { fakeRegistry, testCommand } from '../../test/waybill.ts'

const env = { WAYBILL_TOKEN: 'wb_x' }
const proof = {
  domain: 'acme.example',
  txt: { name: '_waybill.acme.example', value: 'waybill-verification=abc' },
  file: {
    url: 'https://acme.example/.well-known/waybill-verification.txt',
    line: 'waybill-verification=abc',
  },
}

test('a domain is named, and what proves it is shown; then it is looked for, and forgotten', async () => {
  const { run } = await testCommand()
  const checks = [
    { verified: false, reason: 'There is no TXT record at _waybill.acme.example.' },
    { verified: true, method: 'dns' },
  ]
  const { url, asked } = await fakeRegistry((line) => {
    if (line.startsWith('POST')) return { status: 200, json: proof }
    return { status: 200, json: line.startsWith('PUT') ? checks.shift() : {} }
  })
  const org = (...args: string[]) => run(['org', ...args, '--registry', url], { env })
  const named = await org('verify-domain', 'acme', 'acme.example')
  for (const text of [proof.txt.name, proof.txt.value, proof.file.url, 'org check-domain acme'])
    expect(named.stdout).toContain(text)
  expect((await org('verify-domain', 'acme', 'acme.example', '--json')).json()).toEqual({
    publisher: 'acme',
    ...proof,
  })
  const early = await org('check-domain', 'acme')
  expect([early.status, early.stderr]).toEqual([1, expect.stringContaining('no TXT record')])
  expect((await org('check-domain', 'acme', '--json')).json()).toEqual({
    publisher: 'acme',
    verified: true,
    method: 'dns',
  })
  expect((await org('verify-domain', 'acme', '--forget', '--json')).json()).toEqual({
    publisher: 'acme',
    domain: null,
  })
  expect(asked.at(-1)).toBe('DELETE /api/v1/publishers/acme/domain')
  expect(await org('verify-domain', 'acme', 'acme.example', '--forget')).toMatchObject({ status: 2 })
})
