import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { networkInterfaces, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { openTestRunner } from './open.ts'
import type { TestRun, TestRunner } from './test-runner.ts'

const opened: TestRunner | Error = await openTestRunner('bubblewrap').then(
  (runner) => runner!,
  (error: Error) => error,
)
const reason = opened instanceof Error ? ` (skipped: ${opened.message})` : ''

/** Runs a script as the test of a plugin that has nothing else. */
async function runScript(script: string, timeoutMs = 30_000, signal?: AbortSignal): Promise<TestRun> {
  if (opened instanceof Error) throw opened
  const folder = await mkdtemp(join(tmpdir(), 'waybill-runner-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  await writeFile(join(folder, 'test.mjs'), script)
  return opened.run({ folder, command: ['node', 'test.mjs'], timeoutMs, ...(signal ? { signal } : {}) })
}

test('the runner can be off', async () => {
  expect(await openTestRunner('off')).toBeUndefined()
})

describe('without bwrap', () => {
  let path: string | undefined
  beforeAll(() => {
    path = process.env.PATH
    process.env.PATH = '/nowhere'
  })
  afterAll(() => {
    process.env.PATH = path
  })
  test('it says so', async () => {
    await expect(openTestRunner('bubblewrap')).rejects.toMatchObject({ code: 'test_runner.unavailable' })
  })
})

describe.skipIf(opened instanceof Error)(`under bubblewrap${reason}`, () => {
  test('tests pass or fail by their exit code, and their output is kept', async () => {
    const good = await runScript(
      'import test from "node:test"; import { writeFileSync } from "node:fs"; test("one", () => writeFileSync("made.txt", "x"))',
    )
    expect(good, good.output).toMatchObject({ exitCode: 0, timedOut: false })
    expect(good.output).toContain('pass 1')
    expect(await runScript('console.error("oh no"); process.exit(7)')).toEqual({
      exitCode: 7,
      timedOut: false,
      output: 'oh no\n',
    })
  })

  test('reach no network, not even this machine', async () => {
    const server = createServer((socket) => socket.end()).listen(0, '0.0.0.0')
    onTestFinished(() => void server.close())
    await new Promise((resolve) => server.once('listening', resolve))
    const { port } = server.address() as AddressInfo
    const own = Object.values(networkInterfaces())
      .flatMap((each) => each ?? [])
      .find(({ family }) => family === 'IPv4')
    const { output } = await runScript(`
      import { connect } from 'node:net'
      for (const host of ['127.0.0.1', '${own?.address}', '1.1.1.1'])
        await new Promise((done) => connect({ host, port: ${port}, timeout: 3000 })
          .on('connect', () => (console.log('REACHED', host), done()))
          .on('timeout', done).on('error', (error) => (console.log(error.code), done())))
      console.log('end')`)
    expect(output).toContain('end')
    expect(output).not.toContain('REACHED')
  })

  test('read nothing of the machine, and know nothing of its environment', async () => {
    const data = await mkdtemp(join(tmpdir(), 'waybill-data-'))
    onTestFinished(() => rm(data, { recursive: true, force: true }))
    await writeFile(join(data, 'secret'), 'x')
    await chmod(data, 0o777)
    process.env.WAYBILL_TEST_SECRET = 'secret'
    const { output } = await runScript(`
      import { readFileSync, readdirSync } from 'node:fs'
      for (const path of ['/etc/shadow', '/etc/passwd', '${join(data, 'secret')}', '${process.cwd()}/package.json', '/root', '/home'])
        try { readFileSync(path); console.log('READ', path) } catch (error) { console.log(error.code === 'EISDIR' ? 'READ' : error.code) }
      const pids = readdirSync('/proc').filter((name) => /^\\d+$/.test(name))
      console.log(JSON.stringify({ env: process.env.WAYBILL_TEST_SECRET, few: pids.length < 10, uid: process.getuid() }))`)
    delete process.env.WAYBILL_TEST_SECRET
    expect(output).not.toContain('READ')
    expect(output).toContain('{"few":true,"uid":65534}')
  })

  test('write only into their own folder and /tmp, and not without bounds', async () => {
    const { output } = await runScript(`
      import { writeFileSync, appendFileSync } from 'node:fs'
      for (const path of ['/x', '/usr/x', '/dev/x', '/dev/shm/x', '/source/x', '/opt/waybill/bin/node', '/proc/sys/kernel/hostname', '/etc/x'])
        try { writeFileSync(path, 'x'); console.log('WROTE', path) } catch (error) { console.log(error.code) }
      writeFileSync('here', 'x'); writeFileSync('/tmp/here', 'x')
      const piece = Buffer.alloc(8e6)
      try { for (;;) appendFileSync('/tmp/large', piece) } catch (error) { console.log('full', error.code) }`)
    expect(output).not.toContain('WROTE')
    expect(output).toContain('full ENOSPC')
  })

  test('that never end are ended, with all that they have started', async () => {
    const loop = await runScript('console.log("begun"); for (;;);', 1500)
    expect(loop).toEqual({ exitCode: undefined, timedOut: true, output: 'begun\n' })
    const child = await runScript(
      `import { spawn } from 'node:child_process'
       spawn('sleep', ['1000'], { detached: true, stdio: 'inherit' }).unref(); setInterval(() => 0, 1000)`,
      1500,
    )
    expect(child.timedOut).toBe(true)
  })

  test('that start ever more processes, or take ever more memory, are stopped', async () => {
    if (opened instanceof Error) throw opened
    const folder = await mkdtemp(join(tmpdir(), 'waybill-runner-'))
    onTestFinished(() => rm(folder, { recursive: true, force: true }))
    const bomb = ['sh', '-c', 'i=0; while [ $i -lt 2000 ]; do sleep 100 & i=$((i+1)); done; echo ALL STARTED']
    const run = await opened.run({ folder, command: bomb, timeoutMs: 20_000 })
    expect(run.output).toMatch(/fork/i)
    expect(run.output).not.toContain('ALL STARTED')
    const memory = await runScript('const all = []; for (;;) all.push(Buffer.alloc(5e7, 1))', 60_000)
    expect(memory.timedOut).toBe(false)
    expect(memory.exitCode).not.toBe(0)
  })

  test('that write without end leave the last 64 KiB', async () => {
    const { output } = await runScript(
      'process.stdout.write("first"); for (let i = 0; i < 20000; i++) console.log("x".repeat(99)); console.log("last")',
    )
    expect(Buffer.byteLength(output)).toBe(64 * 1024)
    expect(output.endsWith('last\n')).toBe(true)
  })

  test('are cancelled by a signal', async () => {
    const controller = new AbortController()
    const run = runScript('for (;;);', 30_000, controller.signal)
    setTimeout(() => controller.abort(), 500)
    await expect(run).rejects.toMatchObject({ code: 'operation.cancelled' })
  })
})
