import { expect, test } from 'vitest'
import { testCommand } from './test/waybill.ts'

const names = [
  'search',
  'info',
  'install',
  'uninstall',
  'list',
  'verify',
  'run',
  'init',
  'pack',
  'keygen',
  'key',
  'key register',
  'key list',
  'key revoke',
  'sign',
  'publish',
  'yank',
  'unyank',
  'registry',
  'registry add',
  'registry list',
  'registry remove',
  'registry start',
  'registry status',
  'registry token',
  'registry token create',
  'registry token list',
  'registry token revoke',
  'registry keys',
  'registry keys list',
  'registry keys rotate',
  'registry export',
  'registry users',
  'registry roles',
  'registry mails',
  'login',
  'logout',
  'whoami',
  ...['', ' open', ' verify', ' resend', ' show', ' password', ' forgot-password', ' reset-password'].map(
    (each) => `account${each}`,
  ),
  ...['totp', 'totp on', 'totp off', 'recovery-codes', 'passkeys', 'sessions', 'approve', 'refuse'].map(
    (each) => `account ${each}`,
  ),
  ...['', ' create', ' list', ' revoke'].map((each) => `token${each}`),
  ...['', ' create', ' show', ' invite', ' invitations', ' accept', ' role', ' remove', ' leave'].map(
    (each) => `org${each}`,
  ),
  ...['transfer', 'verify-domain', 'check-domain'].map((each) => `org ${each}`),
  ...['', ' queue', ' show', ' claim', ' release', ' diff', ' comment', ' approve'].map(
    (each) => `review${each}`,
  ),
  ...['request-changes', 'reject'].map((each) => `review ${each}`),
]

test('every command has help with an example that names it, and the options that all have', async () => {
  const { run } = await testCommand()
  for (const name of names) {
    const { status, stdout, stderr } = await run([...name.split(' '), '--help'])
    expect([name, status, stderr]).toEqual([name, 0, ''])
    expect(stdout).toContain(`Usage: waybill ${name}`)
    expect(stdout, name).toMatch(new RegExp(`Examples?:\n  \\$ waybill ${name}`))
    for (const option of ['--json', '--registry', '--quiet', '--home', '--debug', '--help'])
      expect(stdout).toContain(option)
  }
})

test('the first help lists the commands; “help NAME” is the same as “NAME --help”', async () => {
  const { run } = await testCommand()
  const bare = await run([])
  expect([bare.status, bare.stderr]).toEqual([0, ''])
  expect(bare.stdout).toBe((await run(['--help'])).stdout)
  for (const name of names.filter((each) => !each.includes(' ')))
    expect(bare.stdout).toMatch(new RegExp(`^  ${name} `, 'm'))
  expect((await run(['help', 'registry', 'add'])).stdout).toBe(
    (await run(['registry', 'add', '--help'])).stdout,
  )
  expect(await run(['--version'])).toMatchObject({ status: 0, stdout: '0.1.0\n' })
})

test('a group without a command shows its help as wrong usage', async () => {
  const { run } = await testCommand()
  const group = await run(['registry', 'token'])
  expect([group.status, group.stdout]).toEqual([2, ''])
  expect(group.stderr).toContain('create')
})
