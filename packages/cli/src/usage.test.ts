import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { deadAddress, testCommand } from './test/waybill.ts'

test.each([
  [['instal', 'x'], /Unknown command 'instal'/, /Did you mean install\?/],
  [['registry', 'strat'], /Unknown command 'strat'/, /Did you mean start\?/],
  [['pack', '--formt', 'zip'], /Unknown option '--formt'/, /Did you mean --format\?/],
  [['wholly-other'], /Unknown command/, /“waybill --help” lists/],
  [['pack', '--format', 'rar'], /tar\.gz, zip/, /--help/],
  [['pack', 'a', 'b'], /Too many arguments/i, /--help/],
  [['install'], /Nothing to install was named/, /--locked/],
  [['yank', 'a@1.0.0'], /--reason/, /--help/],
  [['yank', 'a', '--reason', 'x'], /does not say which version/, /a@1\.2\.3/],
  [['info', 'Not-A-Name'], /not a valid package name/, /lower-case/],
  [['search', '--limit', '0'], /whole number from 1/, /--help/],
  [['registry', 'token', 'create', '--publisher', 'a', '--name', 'b', '--expires', '9q'], /90d/, /--help/],
  [['keygen', '--name', '../../x'], /cannot be the name of a key/, /letters/],
  [['token', 'create', '--name', 'x', '--action', 'fly'], /read, publish/, /--help/],
  [['registry', 'roles', 'a@example.org', 'king'], /admin, moderator/, /--help/],
  [['registry', 'roles', 'a@example.org', 'admin', '--none'], /Either roles or --none/, /one of the two/],
  [['org', 'verify-domain', 'acme'], /Either a domain or --forget/, /example\.org/],
  [['review', 'reject', 'sub_1'], /--reason/, /--help/],
  [['search'], /No registry is pinned/, /waybill registry add/],
] as const)('%j is wrong usage: exit code 2, and what to do', async (args, message, hint) => {
  const { run } = await testCommand()
  const { status, stdout, stderr } = await run(args)
  expect([status, stdout]).toEqual([2, ''])
  const lines = stderr.trimEnd().split('\n')
  expect(lines.length, stderr).toBe(2)
  expect(lines[0]).toMatch(/^error: /)
  expect(lines[0]).toMatch(message)
  expect(lines[1]).toMatch(/^hint: /)
  expect(lines[1]).toMatch(hint)
})

test('failures have the exit codes of the design', async () => {
  const { run, folder } = await testCommand()
  const dead = await deadAddress()
  await writeFile(join(folder, 'file'), 'x')
  const token = { WAYBILL_TOKEN: 'wb_x' }
  expect(await run(['pack'])).toMatchObject({ status: 1 })
  expect((await run(['pack'])).stderr).toContain('has no plugin.toml')
  expect(await run(['publish', 'nothing'])).toMatchObject({ status: 1 })
  expect(await run(['run', 'nothing'])).toMatchObject({ status: 1 })
  expect(await run(['verify', 'nothing'])).toMatchObject({ status: 1 })
  expect(await run(['search', '--registry', dead])).toMatchObject({ status: 3 })
  expect(await run(['registry', 'add', dead, '--fingerprint', `sha256:${'0'.repeat(64)}`])).toMatchObject({
    status: 5,
  })
  expect(await run(['whoami', '--registry', dead], { env: token })).toMatchObject({ status: 5 })
  expect(await run(['whoami', '--registry', dead])).toMatchObject({ status: 6 })
  expect(await run(['sign', 'file'])).toMatchObject({ status: 1 })
})

test('with --json an error is an object on standard output too, also for wrong usage', async () => {
  const { run } = await testCommand()
  const failed = await run(['pack', '--json'])
  expect(failed.json().error).toMatchObject({
    code: 'manifest.missing',
    exit: 1,
    details: { folder: expect.any(String) },
  })
  expect(failed.json().error.hint).toContain('waybill init')
  expect(failed.stderr).toMatch(/^error: /)
  expect((await run(['--json', 'instal'])).json().error).toMatchObject({ code: 'usage.invalid', exit: 2 })
  expect((await run(['pack', '--formt', '--json'])).json().error).toMatchObject({ code: 'usage.invalid' })
})

test('a stack trace is shown with --debug only', async () => {
  const { run } = await testCommand()
  expect((await run(['pack'])).stderr).not.toMatch(/^ +at /m)
  expect((await run(['pack', '--debug'])).stderr).toMatch(/^ +at /m)
})
