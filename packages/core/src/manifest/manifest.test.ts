import { describe, expect, test } from 'vitest'
import { manifestLimit, parseManifest } from './index.ts'

const toml = (text: string) => parseManifest('plugin.toml', Buffer.from(text))
const npm = (value: unknown) => parseManifest('package.json', Buffer.from(JSON.stringify(value)))
const fails = (parse: () => unknown, ...texts: string[]) => {
  expect(parse).toThrowError(expect.objectContaining({ code: 'manifest.invalid' }))
  for (const text of texts) expect(parse).toThrowError(text)
}

/** Manifests of the Anya document: items 92 and 111 to 114. */
const lightning = `
[package]
name = "lightning-payment-processor"
version = "1.0.0"

[dependencies]
bitcoin-core-wallet = "^1.2.0"
lightning-network-tools = "^2.1.0"
web5-identity = "^1.0.0"

[dependencies.ml-fraud-detection]
version = "^0.5.0"
optional = true
features = ["real-time-scoring"]

[features]
default = ["basic-payments"]
advanced = ["ml-fraud-detection", "batch-processing"]
enterprise = ["advanced", "audit-logging", "compliance-reporting"]
`
const platforms = `
[package]
name = "p"
version = "1.0.0"
[platforms.linux-x86_64]
package_format = "tar.gz"
binary_suffix = ""
additional_deps = ["openssl", "libsecp256k1"]
[platforms.macos-arm64]
signing_required = true
notarization_required = true
[platforms.windows-x86_64]
package_format = "zip"
binary_suffix = ".exe"
code_signing_required = true
[platforms.docker]
base_images = ["alpine:3.18", "ubuntu:22.04"]
package_format = "container"
`

test('values that contradict each other are named', () => {
  const head = '[package]\nname = "p"\nversion = "1.0.0"\n'
  fails(
    () => toml(`${head}[config.a]\ntype = "boolean"\ndefault = "maybe"\n`),
    'config.a.default',
    'type boolean',
  )
  fails(() => toml(`${head}[config.a]\ntype = "string"\nenum = ["x"]\ndefault = "y"\n`), 'one of its enum')
  fails(() => toml(`${head}[features]\na = ["b"]\nb = ["a"]\n`), 'features.a', 'a → b → a')
  fails(() => toml(`${head}platform = "linux-x86_64"\n[platforms.macos-arm64]\n`), 'package.platform')
  fails(
    () => toml(`${head}[platforms.linux-x86_64]\nadditional_deps = ["--log-file=/x"]\n`),
    'additional_deps',
  )
})

describe('a TOML manifest', () => {
  test('is read with dependencies in one form', () => {
    const manifest = toml(lightning)
    expect(manifest).toMatchObject({ name: 'lightning-payment-processor', version: '1.0.0', keywords: [] })
    expect(manifest.dependencies['web5-identity']).toEqual({
      requirement: '^1.0.0',
      optional: false,
      features: [],
      defaultFeatures: true,
    })
    expect(manifest.dependencies['ml-fraud-detection']).toEqual({
      requirement: '^0.5.0',
      optional: true,
      features: ['real-time-scoring'],
      defaultFeatures: true,
    })
    expect(manifest.features.enterprise).toEqual(['advanced', 'audit-logging', 'compliance-reporting'])
    expect(Object.keys(toml(platforms).platforms)).toEqual([
      'linux-x86_64',
      'macos-arm64',
      'windows-x86_64',
      'docker',
    ])
  })

  test('and the same as JSON are equal', () => {
    const json = {
      package: { name: 'a', version: '1.0.0', keywords: ['x'] },
      dependencies: { b: '^1' },
      permissions: { network: ['https://x.example'] },
    }
    const text =
      '[package]\nname = "a"\nversion = "1.0.0"\nkeywords = ["x"]\n[dependencies]\nb = "^1"\n[permissions]\nnetwork = ["https://x.example"]\n'
    expect(parseManifest('plugin.json', Buffer.from(JSON.stringify(json)))).toEqual(toml(text))
  })

  test('names what is wrong', () => {
    fails(() => toml('[package]\nname = "a"\nversion = "1.0.0"\nlicence = "MIT"'), 'licence')
    fails(
      () => toml('[package]\nname = "a"\nversion = "1.0.0"\nlicense = "Made Up 9"'),
      'package.license',
      'SPDX',
    )
    fails(() => toml('[package]\nname = "a"\nversion = "1.0.0"\nmain = "../../etc/passwd"'), 'package.main')
    fails(
      () => toml('[package]\nname = "a"\nversion = "1.0.0"\nhomepage = "javascript:alert(1)"'),
      'package.homepage',
    )
    fails(
      () => toml('[package]\nname = "a"\nversion = "1.0.0"\ndescription = "two\\nlines"'),
      'package.description',
    )
    fails(
      () => toml('[package]\nname = "a"\nversion = "1.0.0"\n[config.key]\ntype = "colour"'),
      'config.key.type',
    )
    fails(() => toml('name = "a"'), 'package')
    fails(() => toml('[package]\nname = "a"\nname = "b"'), 'line 3')
    fails(() => toml(`# ${'x'.repeat(manifestLimit)}`), String(manifestLimit))
    fails(() => parseManifest('plugin.toml', Buffer.from([0xff, 0xfe, 0x00])), 'not valid TOML')
    fails(() => parseManifest('plugin.json', Buffer.from('{"package": {"name": "a", }}')), 'not valid JSON')
    fails(() => parseManifest('plugin.json', Buffer.from('null')), '(top)')
  })

  test('cannot reach into objects by its names', () => {
    const text =
      '{"package":{"name":"a","version":"1.0.0"},"dependencies":{"__proto__":"*","constructor":"*"}}'
    const { dependencies } = parseManifest('plugin.json', Buffer.from(text))
    expect(Object.keys(dependencies)).toEqual(['constructor'])
    expect(Object.getPrototypeOf(dependencies)).toBe(Object.prototype)
    expect(({} as Record<string, unknown>).requirement).toBeUndefined()
  })
})

describe('the test command', () => {
  const head = '[package]\nname = "p"\nversion = "1.0.0"\n'

  test('has words and a time, one minute unless it says otherwise', () => {
    expect(toml(`${head}[test]\ncommand = ["node", "--test"]\n`).test).toEqual({
      command: ['node', '--test'],
      timeoutMs: 60_000,
    })
    expect(toml(`${head}[test]\ncommand = ["x"]\ntimeout = "10m"\n`).test?.timeoutMs).toBe(600_000)
    expect('test' in toml(head)).toBe(false)
    const own = { test: { command: ['node', '--test'], timeout: '5s' } }
    expect(npm({ name: 'a', version: '1.0.0', waybill: own }).test?.timeoutMs).toBe(5000)
    expect(npm({ name: 'a', version: '1.0.0', scripts: { test: 'node --test' } }).test).toBeUndefined()
  })

  test('is refused without words, and for a time that is none or too long', () => {
    fails(() => toml(`${head}[test]\ncommand = []\n`), 'test.command')
    fails(() => toml(`${head}[test]\ncommand = "node --test"\n`), 'test.command')
    fails(() => toml(`${head}[test]\ntimeout = "5s"\n`), 'test.command')
    for (const time of ['soon', '11m', '0s'])
      fails(() => toml(`${head}[test]\ncommand = ["x"]\ntimeout = "${time}"\n`), 'test.timeout')
    fails(() => toml(`${head}[test]\ncommand = ["x"]\nshell = true\n`), 'shell')
  })
})

describe('an npm package', () => {
  test('gives what Waybill needs', () => {
    const manifest = npm({
      name: '@acme/thing',
      version: '2.0.0',
      description: 'Line one\nline two',
      license: { type: 'MIT' },
      author: { name: 'Ada' },
      repository: { url: 'git+https://github.com/acme/thing.git' },
      main: './lib/index.js',
      engines: { node: '>=20' },
      scripts: { test: 'x' },
      dependencies: { other: '^1.0.0' },
      optionalDependencies: { maybe: '~2' },
      waybill: { category: 'core/ml' },
    })
    expect(manifest).toMatchObject({
      name: '@acme/thing',
      description: 'Line one line two',
      license: 'MIT',
      authors: ['Ada'],
      category: 'core/ml',
      repository: 'https://github.com/acme/thing.git',
      main: 'lib/index.js',
    })
    expect(manifest.dependencies.maybe?.optional).toBe(true)
  })

  test('with dependencies that no registry has is refused by name', () => {
    fails(
      () => npm({ name: 'a', version: '1.0.0', dependencies: { b: 'git+https://x.example/b.git' } }),
      'dependencies.b',
    )
    fails(() => npm({ name: 'a', version: '1.0.0', dependencies: { b: 'file:../b' } }), 'dependencies.b')
    fails(() => npm({ version: '1.0.0' }), 'package.name')
  })
})
