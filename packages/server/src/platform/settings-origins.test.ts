import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { readEnvironment } from './environment.ts'
import { describeSettings, secretSettings } from './settings-origins.ts'
import { loadSettings, type SettingsOverrides } from './settings.ts'

function described(yaml: string, env: NodeJS.ProcessEnv = {}, overrides: SettingsOverrides = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'waybill-settings-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const config = join(folder, 'waybill.yaml')
  writeFileSync(config, yaml)
  return describeSettings(loadSettings(readEnvironment({ WAYBILL_CONFIG: config, ...env }), overrides))
}

test('every value says where it comes from', () => {
  const all = described(
    'review: required\nlimits: { ratio: 7 }\ntrustedProxies: [10.0.0.1]',
    { WAYBILL_PORT: '4611', WAYBILL_SMTP: 'smtp://mail.example.org' },
    { host: '127.0.0.2' },
  )
  const of = (key: string) => all.find((each) => each.key === key)
  expect(of('review')).toEqual({ key: 'review', value: 'required', origin: 'file' })
  expect(of('limits.ratio')).toEqual({ key: 'limits.ratio', value: 7, origin: 'file' })
  expect(of('limits.bodyBytes')).toMatchObject({ origin: 'default' })
  expect(of('trustedProxies')).toMatchObject({ value: ['10.0.0.1'], origin: 'file' })
  expect(of('port')).toEqual({ key: 'port', value: 4611, origin: 'environment', says: 'WAYBILL_PORT' })
  expect(of('host')).toMatchObject({ value: '127.0.0.2', origin: 'environment' })
  expect(of('mail.smtp')).toMatchObject({ value: '(set)', origin: 'environment' })
  expect(of('databaseUrl')).toEqual({ key: 'databaseUrl', value: null, origin: 'default' })
  expect(of('origins')).toBeUndefined()
})

test('no secret is shown, wherever it stands', () => {
  const canaries = {
    databaseUrl: 'postgres://u:canary-one@127.0.0.1/x',
    'mail.smtp': 'smtp://u:canary-two@mail.example.org',
    'billing.stripe.secretKey': 'canary-three',
    'billing.stripe.webhookSecret': 'canary-four',
  } satisfies Record<(typeof secretSettings)[number], string>
  const { 'mail.smtp': smtp, databaseUrl } = canaries
  const yaml = `
mail: { smtp: "${smtp}", from: "${smtp} <a@example.org>" }
billing:
  stripe: { secretKey: canary-three, webhookSecret: canary-four, apiBase: "http://u:canary-five@127.0.0.1:1" }
reviews: { checklist: ["not canary-three"] }
`
  for (const all of [
    described(yaml, { DATABASE_URL: databaseUrl }),
    described('', {
      DATABASE_URL: databaseUrl,
      WAYBILL_SMTP: smtp,
      WAYBILL_STRIPE_SECRET_KEY: 'canary-three',
      WAYBILL_STRIPE_WEBHOOK_SECRET: 'canary-four',
    }),
  ]) {
    expect(JSON.stringify(all)).not.toContain('canary')
    for (const key of secretSettings) expect(all.find((each) => each.key === key)?.value).toBe('(set)')
  }
})
