import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readEnvironment } from './environment.ts'
import { loadSettings } from './settings.ts'

function load(yaml: string) {
  const folder = mkdtempSync(join(tmpdir(), 'waybill-settings-'))
  try {
    const config = join(folder, 'waybill.yaml')
    writeFileSync(config, yaml)
    return loadSettings(readEnvironment({}), { config })
  } finally {
    rmSync(folder, { recursive: true })
  }
}

test('nothing private may be asked unless the file says so', () => {
  expect(load('').outgoing).toEqual({ allow: [] })
  expect(
    load('outgoing: { allow: [10.1.0.0/16, git.internal], dnsServers: ["10.0.0.2:53"] }').outgoing,
  ).toEqual({
    allow: ['10.1.0.0/16', 'git.internal'],
    dnsServers: ['10.0.0.2:53'],
  })
})

test.each([
  ['outgoing: { allow: ["*.internal"] }', 'outgoing.allow.0'],
  ['outgoing: { allow: [10.0.0.0/8, 10.0.0.0/40] }', 'outgoing.allow.1'],
  ['outgoing: { dnsServers: [dns.internal] }', 'outgoing.dnsServers.0'],
  ['outgoing: { dnsServers: [] }', 'outgoing.dnsServers'],
  ['outgoing: { proxy: x }', 'outgoing'],
])('%s is an error that names the setting', (yaml, setting) => {
  expect(() => load(yaml)).toThrow(
    expect.objectContaining({ code: 'usage.invalid', message: expect.stringContaining(`: ${setting}: `) }),
  )
})
