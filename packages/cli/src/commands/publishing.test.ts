import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { fakeRegistry, testCommand } from '../test/waybill.ts'

const identity = {
  publishers: [{ name: 'acme', role: 'publisher' }],
  roles: [],
  token: { id: 'i', name: 'ci', actions: ['*'], packages: ['*'] },
  registry: 'sha256:aa',
}

describe('init', () => {
  test('starts a plugin that can be packed, and writes over nothing', async () => {
    const { run, folder } = await testCommand()
    await mkdir(join(folder, 'My Plugin'))
    await writeFile(join(folder, 'My Plugin/README.md'), 'mine')
    const made = (await run(['init', 'My Plugin', '--yes', '--category', 'core/ml', '--json'])).json()
    expect(made).toMatchObject({ name: 'my-plugin', version: '0.1.0', kept: ['README.md'] })
    expect(made.written).toEqual(['plugin.toml', 'index.js', '.waybillignore'])
    expect(await readFile(join(folder, 'My Plugin/README.md'), 'utf8')).toBe('mine')
    const packed = (await run(['pack', 'My Plugin', '--json'])).json()
    expect(packed).toMatchObject({ name: 'my-plugin', version: '0.1.0' })
    expect(packed.entries.map((entry: { path: string }) => entry.path)).toEqual([
      'README.md',
      'index.js',
      'plugin.toml',
    ])
    const again = await run(['init', 'My Plugin', '--yes'])
    expect([again.status, again.stderr]).toEqual([2, expect.stringContaining('is a plugin already')])
  })

  test('without a terminal asks nothing; what no manifest may have is refused, and nothing written', async () => {
    const { run, folder } = await testCommand()
    expect((await run(['init', 'a'])).status).toBe(0)
    const bad = await run(['init', 'b', '--license', 'Nonsense', '--json'])
    expect(bad.json().error).toMatchObject({ code: 'manifest.invalid' })
    await expect(stat(join(folder, 'b'))).rejects.toThrow()
    expect((await run(['init', 'c', '--description', 'says "hi" \\ and 😀'])).status).toBe(0)
    expect((await run(['pack', 'c', '--json'])).status).toBe(0)
  })
})

test('pack, sign and keygen give one line of JSON each, and people words', async () => {
  const { run, folder, home } = await testCommand()
  await run(['init', 'hello', '--yes'])
  const key = (await run(['keygen', '--json'])).json()
  expect(key).toEqual({
    name: 'default',
    keyId: expect.stringMatching(/^[0-9a-f]{64}$/),
    file: join(home, 'keys/default.pem'),
    publicKey: join(home, 'keys/default.pub.pem'),
    registered: null,
  })
  const packed = (await run(['pack', 'hello', '--format', 'zip', '--out', 'dist/', '--json'])).json()
  expect(packed).toEqual({
    file: join(folder, 'dist/hello-0.1.0.zip'),
    name: 'hello',
    version: '0.1.0',
    size: (await stat(packed.file)).size,
    sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    entries: expect.arrayContaining([{ path: 'index.js', size: expect.any(Number) }]),
  })
  const signed = (await run(['sign', packed.file, '--json'])).json()
  expect(signed).toEqual({
    file: packed.file,
    signature: `${packed.file}.sig`,
    keyId: key.keyId,
    publicKey: key.publicKey,
  })
  expect((await run(['sign', packed.file, '--key', key.file])).stdout).toContain(key.keyId)
  const words = await run(['pack', 'hello'])
  expect(words.stdout).toMatch(/^Packed hello 0\.1\.0: 3 files, /)
  expect((await run(['keygen'])).status, 'a key is never written over').toBe(1)
})

test('login keeps a token for whoami and publish until logout', async () => {
  const { run, home } = await testCommand()
  const { url, asked } = await fakeRegistry(() => ({ status: 200, json: identity }))
  const at = ['--registry', url]
  const signedIn = await run(['login', ...at, '--json'], { input: 'wb_abc123\n' })
  expect(signedIn.json()).toEqual({ ...identity, registry: url, fingerprint: 'sha256:aa' })
  expect((await stat(join(home, 'credentials.json'))).mode & 0o777).toBe(0o600)
  expect((await run(['whoami', ...at])).stdout).toContain('acme')
  const signedOut = await run(['logout', ...at, '--json'])
  expect(signedOut.json()).toEqual({ registry: url, forgotten: true, revoked: false })
  expect((await run(['whoami', ...at])).status).toBe(6)
  expect(asked).toEqual(Array(3).fill('GET /api/v1/account'))
  expect((await run(['login', ...at], { input: '\n' })).status).toBe(2)
  expect((await run(['login', ...at], { input: 'password' })).status).toBe(6)
})

test('publish packs, signs and sends; the registry’s words and exit code come through', async () => {
  const { run } = await testCommand()
  const published = {
    name: 'hello',
    version: '0.1.0',
    publisher: 'acme',
    category: 'core/ml',
    publishedAt: '2026-01-01T00:00:00.000Z',
    artifact: { path: 'core/ml/hello/hello-0.1.0.tar.gz', size: 1, sha256: 'aa', sha512: 'bb' },
  }
  const answers = [
    { status: 201, json: published },
    {
      status: 422,
      json: { code: 'key.unknown', detail: 'The key is not registered.', hint: 'Register it.' },
    },
    { status: 403, json: { code: 'auth.forbidden', detail: 'You may not.' } },
    { status: 409, json: { code: 'review.required', detail: 'After review only.' } },
  ]
  const { url, asked } = await fakeRegistry(() => answers.shift() ?? { status: 500 })
  const env = { WAYBILL_TOKEN: 'wb_x', WAYBILL_REGISTRY: url }
  await run(['init', 'hello', '--yes'])
  await run(['keygen', '--no-register'])
  const done = await run(['publish', 'hello', '--json'], { env })
  expect(done.json()).toEqual({ ...published, registry: url })
  expect(done.stderr).toBe('Packed hello 0.1.0: 3 files, ' + done.stderr.split(', ')[1])
  const unknown = await run(['publish', 'hello', '--quiet'], { env })
  expect(unknown).toMatchObject({
    status: 3,
    stdout: '',
    stderr: 'error: The key is not registered.\nhint: Register it.\n',
  })
  expect((await run(['publish', 'hello'], { env })).status).toBe(6)
  expect((await run(['publish', 'hello'], { env })).status).toBe(7)
  expect((await run(['publish', 'hello/index.js'], { env })).stderr).toContain('neither a tar.gz nor a zip')
  expect(asked.length).toBe(4)
})
