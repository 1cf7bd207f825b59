import { createHash } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { packFiles, packPlugin, type TestPublisher } from '@waybill/testkit/publisher'
import { startTestRegistry, type TestRegistry } from '@waybill/testkit/registry'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

let registry: TestRegistry
let acme: TestPublisher
let rival: TestPublisher

beforeAll(async () => {
  registry = await startTestRegistry()
  acme = await registry.publisher('acme')
  rival = await registry.publisher('rival')
})
afterAll(() => registry.remove())

const rows = async () =>
  (await registry.query<{ count: number }>('select count(*)::int as count from versions'))[0]?.count
const uploads = () => readdir(join(registry.data, 'uploads'))

/** Runs an attempt that must be refused and leave no row and no file. */
async function refused(
  attempt: () => Promise<{ status: number; body: unknown }>,
  status: number,
  code: string,
): Promise<Record<string, unknown>> {
  const before = await rows()
  const { status: got, body } = await attempt()
  expect([got, (body as { code: string }).code], JSON.stringify(body)).toEqual([status, code])
  expect(await rows()).toBe(before)
  expect(await uploads()).toEqual([])
  return body as Record<string, unknown>
}

describe('publish', () => {
  test('answers when the version is durable, signed and indexed', async () => {
    const artifact = await packPlugin('first-light', '1.0.0')
    const { status, body } = await acme.publish(artifact)
    expect(status, JSON.stringify(body)).toBe(201)
    expect(body).toMatchObject({
      name: 'first-light',
      version: '1.0.0',
      publisher: 'acme',
      category: 'community/experimental',
    })
    const sha256 = createHash('sha256').update(artifact).digest('hex')
    expect(body.artifact).toMatchObject({
      path: 'community/experimental/first-light/first-light-1.0.0.tar.gz',
      size: artifact.length,
      sha256,
    })

    const read = async (path: string) =>
      Buffer.from(await (await fetch(`${registry.url}/${path}`)).arrayBuffer())
    expect((await read(body.artifact.path)).equals(artifact)).toBe(true)
    expect((await read(`${body.artifact.path}.sig`)).equals(acme.sign(artifact))).toBe(true)
    expect((await read('metadata/signatures/first-light/first-light-1.0.0.tar.gz.sig')).length).toBe(64)
    expect((await read('metadata/checksums/first-light/SHA256SUMS')).toString()).toBe(
      `${sha256}  first-light-1.0.0.tar.gz\n`,
    )
  })

  test('takes a zip, and an artifact too large for memory', async () => {
    const noise = createHash('sha512').update('seed').digest('hex').repeat(1)
    const large = Array.from({ length: 3000 }, (_, i) =>
      createHash('sha512').update(`${noise}${i}`).digest('base64'),
    ).join('\n')
    for (const format of ['zip', 'tar.gz'] as const) {
      const artifact = await packPlugin(
        `large-${format.replace('.', '')}`,
        '1.0.0',
        '',
        { 'data.txt': large },
        format,
      )
      expect(artifact.length).toBeGreaterThan(70_000)
      const { status, body } = await acme.publish(artifact)
      expect(status, JSON.stringify(body)).toBe(201)
      const got = await fetch(`${registry.url}/${body.artifact.path}`)
      expect(Buffer.from(await got.arrayBuffer()).equals(artifact)).toBe(true)
    }
    expect(await uploads()).toEqual([])
  })

  test('publishes a name and version once, whoever tries at the same time', async () => {
    const artifacts = await Promise.all(
      Array.from({ length: 8 }, (_, i) => packPlugin('contested', '1.0.0', '', { 'n.txt': String(i) })),
    )
    const answers = await Promise.all(artifacts.map((artifact) => acme.publish(artifact)))
    expect(answers.filter((answer) => answer.status === 201)).toHaveLength(1)
    expect(answers.filter((answer) => answer.body.code === 'version.exists')).toHaveLength(7)
    const again = await refused(() => acme.publish(artifacts[0]!), 409, 'version.exists')
    expect(again.detail).toContain('contested 1.0.0')
  })

  test('keeps names for their publisher, and away from look-alikes', async () => {
    await acme.publish(await packPlugin('acme-tools', '1.0.0'))
    await refused(async () => rival.publish(await packPlugin('acme-tools', '1.0.1')), 409, 'package.taken')
    await refused(async () => rival.publish(await packPlugin('acme_tools', '1.0.0')), 409, 'name.look_alike')
    await refused(async () => acme.publish(await packPlugin('acme.tools', '1.0.0')), 409, 'name.look_alike')
  })
})

describe('bursts', () => {
  test('versions of a new package that arrive together are all published', async () => {
    const versions = Array.from({ length: 12 }, (_, i) => `1.${i}.0`)
    const artifacts = await Promise.all(versions.map((version) => packPlugin('burst', version)))
    const answers = await Promise.all(artifacts.map((artifact) => acme.publish(artifact)))
    expect(answers.map(({ status }) => status)).toEqual(versions.map(() => 201))
    const stored = await registry.query<{ version: string }>(
      'select version from versions v join packages p on p.id = v.package_id where p.name = $1',
      ['burst'],
    )
    expect(stored.map(({ version }) => version).sort()).toEqual(versions.sort())
  })

  test('a new name that two publishers want at once goes to one of them', async () => {
    for (let i = 0; i < 5; i++) {
      const name = `wanted-${i}`
      const artifacts = await Promise.all(
        ['1.0.0', '1.1.0', '2.0.0', '2.1.0'].map((version) => packPlugin(name, version)),
      )
      const answers = await Promise.all(
        artifacts.map((artifact, at) => (at % 2 === 0 ? acme : rival).publish(artifact)),
      )
      const winners = new Set(
        answers.filter(({ status }) => status === 201).map(({ body }) => String(body.publisher)),
      )
      expect(winners.size).toBe(1)
      const losers = answers.filter(({ status }) => status !== 201)
      expect(losers.map(({ body }) => String(body.code))).toEqual(['package.taken', 'package.taken'])
    }
  })
})

describe('platforms', () => {
  const manifest = (platform: string, more = '') =>
    `[package]\nname = "native"\nversion = "1.0.0"\nplatform = "${platform}"\n${more}\n[platforms.linux-x86_64]\npackage_format = "tar.gz"\n[platforms.windows-x86_64]\npackage_format = "zip"\ncode_signing_required = true\n`

  test('a version may have an artifact for each platform, under one manifest', async () => {
    const linux = await packFiles({ 'plugin.toml': manifest('linux-x86_64'), bin: 'elf' })
    const windows = await packFiles({ 'plugin.toml': manifest('windows-x86_64'), 'b.txt': 'text' }, 'zip')
    expect((await acme.publish(linux)).body.artifact.path).toMatch(/native-1\.0\.0-linux-x86_64\.tar\.gz$/)
    expect((await acme.publish(windows)).body.artifact.path).toMatch(/native-1\.0\.0-windows-x86_64\.zip$/)
    const again = await refused(() => acme.publish(windows), 409, 'version.exists')
    expect(again.detail).toContain('exactly these bytes')
    const other = await packFiles({
      'plugin.toml': manifest('macos-arm64', 'license = "MIT"').replace(
        '[platforms.linux',
        '[platforms.macos-arm64]\n[platforms.linux',
      ),
    })
    expect((await refused(() => acme.publish(other), 409, 'version.exists')).detail).toContain(
      'another manifest',
    )
    const sums = await (await fetch(`${registry.url}/metadata/checksums/native/SHA256SUMS`)).text()
    expect(sums.split('\n').filter(Boolean)).toHaveLength(2)
  })

  test('an artifact is what its platform demands, or is refused by file', async () => {
    const wrongFormat = await packFiles({
      'plugin.toml': manifest('windows-x86_64').replace('native', 'native2'),
    })
    expect((await refused(() => acme.publish(wrongFormat), 422, 'manifest.invalid')).detail).toContain(
      'package_format is zip',
    )
    const exe = Buffer.alloc(400)
    exe.write('MZ', 0)
    exe.writeUInt32LE(80, 60)
    exe.write('PE\0\0', 80)
    const unsigned = await packFiles(
      { 'plugin.toml': manifest('windows-x86_64').replace('native', 'native2'), 'tool.exe': exe },
      'zip',
    )
    expect((await refused(() => acme.publish(unsigned), 422, 'manifest.invalid')).detail).toContain(
      'tool.exe has no certificate',
    )
  })

  test('features that lead back to themselves are refused', async () => {
    const circle = '[package]\nname = "circle"\nversion = "1.0.0"\n[features]\na = ["b"]\nb = ["a"]\n'
    const body = await refused(
      async () => acme.publish(await packFiles({ 'plugin.toml': circle })),
      422,
      'manifest.invalid',
    )
    expect(body.detail).toContain('a → b → a')
  })
})

describe('signatures', () => {
  test('of other bytes, of an unknown key, of another publisher’s key, or none at all are refused', async () => {
    const artifact = await packPlugin('signed-badly', '1.0.0')
    await refused(
      () => acme.publish(artifact, { signature: acme.sign(Buffer.from('other')) }),
      422,
      'signature.invalid',
    )
    await refused(() => acme.publish(artifact, { signature: Buffer.alloc(10) }), 422, 'signature.invalid')
    await refused(() => acme.publish(artifact, { keyId: '0'.repeat(64) }), 422, 'key.unknown')
    await refused(
      () => acme.publish(artifact, { keyId: rival.keyId, signature: rival.sign(artifact) }),
      422,
      'key.unknown',
    )
    await refused(() => form({ keyId: acme.keyId }, artifact), 422, 'signature.missing')
  })

  test('of a large artifact are checked as well', async () => {
    const noise = Array.from({ length: 3000 }, (_, i) =>
      createHash('sha512').update(`x${i}`).digest('base64'),
    ).join('\n')
    const artifact = await packPlugin('large-and-wrong', '1.0.0', '', { 'data.txt': noise })
    await refused(
      () => acme.publish(artifact, { signature: acme.sign(Buffer.from('other')) }),
      422,
      'signature.invalid',
    )
  })

  test('by a revoked key are refused', async () => {
    const gone = await registry.publisher('gone')
    expect(
      (await gone.request('POST', `/api/v1/keys/${gone.keyId}/revocation`, { reason: 'laptop lost' })).status,
    ).toBe(204)
    const body = await refused(
      async () => gone.publish(await packPlugin('too-late', '1.0.0')),
      422,
      'key.revoked',
    )
    expect(body.detail).toContain('laptop lost')
  })
})

describe('bad input', () => {
  test('names the field of a bad manifest', async () => {
    const cases: [string, string][] = [
      ['[package]\nname = "x1"\nversion = "one"\n', 'package.version'],
      ['[package]\nname = "Not A Name"\nversion = "1.0.0"\n', 'package.name'],
      ['[package]\nname = "x1"\nversion = "1.0.0"\ncategory = "no/such"\n', 'package.category'],
      [
        '[package]\nname = "x1"\nversion = "1.0.0"\n[dependencies]\nother = "not a range!"\n',
        'dependencies.other',
      ],
      ['[package]\nname = "x1"\nversion = "1.0.0"\nmain = "missing.js"\n', 'package.main'],
      ['[package]\nname = "x1"\nversion = "1.0.0"\nsurprise = 1\n', 'surprise'],
      ['[package\nname = ', 'line 1'],
    ]
    for (const [manifest, field] of cases) {
      const artifact = await packFiles({ 'plugin.toml': manifest })
      const body = await refused(() => acme.publish(artifact), 422, 'manifest.invalid')
      expect(body.detail).toContain(field)
    }
    const json = await packFiles({ 'plugin.json': '{"package": {"name": ' })
    expect((await refused(() => acme.publish(json), 422, 'manifest.invalid')).detail).toContain(
      'not valid JSON',
    )
    await refused(
      async () => acme.publish(await packFiles({ 'readme.md': 'no manifest' })),
      422,
      'manifest.missing',
    )
  })

  test('a manifest of 10 MB and a README over its limit', async () => {
    const huge = `[package]\nname = "huge"\nversion = "1.0.0"\n${Array.from({ length: 160_000 }, (_, i) => `# ${createHash('sha256').update(String(i)).digest('hex')}\n`).join('')}`
    await refused(async () => acme.publish(await packFiles({ 'plugin.toml': huge })), 422, 'manifest.invalid')
    const readme = Array.from({ length: 30_000 }, (_, i) =>
      createHash('sha256').update(String(i)).digest('hex'),
    ).join('\n')
    const artifact = await packPlugin('long-readme', '1.0.0', '', { 'README.md': readme })
    expect((await refused(() => acme.publish(artifact), 413, 'archive.too_large')).detail).toContain(
      'README.md',
    )
  })

  test('what is no archive, and an archive with a bad entry, are refused by name', async () => {
    await refused(
      () => acme.publish(Buffer.from('this is not an archive, whatever it says')),
      422,
      'archive.refused',
    )
    const artifact = await packPlugin('broken-end', '1.0.0')
    await refused(() => acme.publish(artifact.subarray(0, artifact.length - 9)), 422, 'archive.refused')
    await refused(() => acme.publish(Buffer.concat([artifact, Buffer.from('tail')])), 422, 'archive.refused')
  })

  test('forms that are none, lack a part, or have another file', async () => {
    const artifact = await packPlugin('odd-form', '1.0.0')
    const signature = acme.sign(artifact).toString('base64')
    const asJson = () => raw({ 'content-type': 'application/json' }, '{}')
    await refused(asJson, 415, 'upload.unsupported_type')
    await refused(() => form({ keyId: acme.keyId, signature }), 400, 'upload.malformed')
    await refused(() => form({ keyId: 'zz', signature }, artifact), 400, 'upload.malformed')
    await refused(() => form({ keyId: acme.keyId, signature }, artifact, 'other'), 400, 'upload.malformed')
    await refused(() => form({ keyId: acme.keyId, signature }, Buffer.alloc(0)), 400, 'upload.malformed')
    const many = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`f${i}`, 'x']))
    await refused(() => form(many, artifact), 400, 'upload.malformed')
  })

  test('an artifact of 600 MB is refused before it is read', async () => {
    const socket = await dial()
    socket.write(head(600 * 1024 * 1024))
    const text = await answerOf(socket)
    expect(text).toContain('413')
    expect(text).toContain('upload.too_large')
    expect(text).toContain('limits.packedBytes')
    expect(await uploads()).toEqual([])
  })

  test('an upload that ends early, with a length that lies either way, keeps nothing', async () => {
    const before = await rows()
    const body = multipartBody(await packPlugin('truncated', '1.0.0', '', { 'x.txt': 'x'.repeat(1000) }))
    const cut = await dial()
    cut.write(head(body.length))
    cut.write(body.subarray(0, body.length / 2))
    await new Promise((resolve) => setTimeout(resolve, 50))
    cut.destroy()

    const short = await dial()
    short.write(head(body.length / 2))
    short.write(body.subarray(0, body.length / 2))
    expect(await answerOf(short)).toMatch(/ 400 [^]*upload\.(truncated|malformed)/)

    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(await rows()).toBe(before)
    expect(await uploads()).toEqual([])
  })
})

describe('yank', () => {
  test('marks the version with its reason, and can be taken back', async () => {
    await acme.publish(await packPlugin('regretted', '1.0.0'))
    const path = '/api/v1/packages/regretted/versions/1.0.0/yank'
    expect((await acme.request('PUT', path, { reason: 'deletes data' })).status).toBe(204)
    const state = () =>
      registry.query<{ yank_reason: string | null }>(
        'select yank_reason from versions v join packages p on p.id = v.package_id where p.name = $1',
        ['regretted'],
      )
    expect((await state())[0]?.yank_reason).toBe('deletes data')
    expect((await acme.request('DELETE', path)).status).toBe(204)
    expect((await state())[0]?.yank_reason).toBe(null)
  })

  test('needs the package’s publisher, an existing version and a reason', async () => {
    await acme.publish(await packPlugin('kept', '1.0.0'))
    const path = '/api/v1/packages/kept/versions/1.0.0/yank'
    expect(await rival.request('PUT', path, { reason: 'spite' })).toMatchObject({
      status: 403,
      body: { code: 'auth.forbidden' },
    })
    expect(await rival.request('DELETE', path)).toMatchObject({ status: 403 })
    expect(await acme.request('PUT', path.replace('1.0.0', '9.9.9'), { reason: 'x' })).toMatchObject({
      status: 404,
      body: { code: 'version.not_found' },
    })
    expect(await acme.request('PUT', path, {})).toMatchObject({
      status: 400,
      body: { code: 'usage.invalid' },
    })
  })
})

function multipartBody(artifact: Buffer): Buffer {
  const field = (name: string, value: string) =>
    `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
  const start = field('keyId', acme.keyId) + field('signature', acme.sign(artifact).toString('base64'))
  const file = `--b\r\nContent-Disposition: form-data; name="artifact"; filename="a"\r\nContent-Type: application/octet-stream\r\n\r\n`
  return Buffer.concat([Buffer.from(start + file), artifact, Buffer.from('\r\n--b--\r\n')])
}

function head(length: number): string {
  return `POST /api/v1/publish HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${acme.token}\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: ${Math.floor(length)}\r\n\r\n`
}

async function dial() {
  const { hostname, port } = new URL(registry.url)
  const socket = connect(Number(port), hostname)
  socket.on('error', () => undefined)
  await new Promise((resolve) => socket.once('connect', resolve))
  return socket
}

async function answerOf(socket: Awaited<ReturnType<typeof dial>>): Promise<string> {
  let text = ''
  for await (const chunk of socket) {
    text += String(chunk)
    if (text.includes('"code"')) break
  }
  socket.destroy()
  return text
}

async function raw(headers: Record<string, string>, body: string) {
  const response = await fetch(`${registry.url}/api/v1/publish`, {
    method: 'POST',
    headers: { authorization: `Bearer ${acme.token}`, ...headers },
    body,
  })
  return { status: response.status, body: await response.json() }
}

async function form(fields: Record<string, string>, artifact?: Uint8Array, fileField = 'artifact') {
  const data = new FormData()
  for (const [name, value] of Object.entries(fields)) data.set(name, value)
  if (artifact) data.set(fileField, new Blob([Buffer.from(artifact)]), 'a')
  const response = await fetch(`${registry.url}/api/v1/publish`, {
    method: 'POST',
    headers: { authorization: `Bearer ${acme.token}` },
    body: data,
  })
  return { status: response.status, body: await response.json() }
}
