import type { ChildProcess } from 'node:child_process'
import { createServer } from 'node:http'
import { mkdir, readdir } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { testCommand } from './test/waybill.ts'

/** A registry that takes requests and never answers. */
async function silentRegistry(onRequest: () => void): Promise<string> {
  const server = createServer((request) => {
    request.resume()
    onRequest()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)(
  '%s ends what waits for a registry, with %i, and what it made for itself is cleaned up',
  async (signal, exit) => {
    const { run, folder } = await testCommand()
    await run(['init', 'hello', '--yes'])
    await run(['keygen', '--no-register'])
    const temporary = join(folder, 'tmp')
    await mkdir(temporary)
    let child: ChildProcess | undefined
    const url = await silentRegistry(() => child?.kill(signal))
    const outcome = await run(['publish', 'hello', '--registry', url], {
      env: { WAYBILL_TOKEN: 'wb_x', TMPDIR: temporary },
      started: (started) => (child = started),
    })
    expect([outcome.status, outcome.stdout]).toEqual([exit, ''])
    expect(outcome.stderr).toContain('Publishing was cancelled')
    expect(await readdir(temporary)).toEqual([])
  },
)

test('a command that has nothing to clean up ends at once', async () => {
  const { run } = await testCommand()
  let child: ChildProcess | undefined
  const url = await silentRegistry(() => child?.kill('SIGINT'))
  const added = await run(['registry', 'add', url], { started: (started) => (child = started) })
  expect(added.status).toBe(130)
})
