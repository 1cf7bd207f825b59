import { stripVTControlCharacters } from 'node:util'
import { CommanderError } from 'commander'
import { expect, onTestFinished, test, vi } from 'vitest'
import { describeCommands } from './completion/describe.ts'
import { createProgram } from './program.ts'
import { testCommand } from './test/waybill.ts'

// “plugin …” are the same commands, with the same help.
const paths = (await describeCommands(createProgram())).map(({ path }) => path)
const names = paths.filter((path) => path !== '' && !path.startsWith('plugin'))

test.each(names)('%s has help with an example that names it, and the options that all have', async (name) => {
  const help = await helpOf(name)
  expect(help).toContain(`Usage: waybill ${name}`)
  expect(help).toMatch(new RegExp(`Examples?:\n  \\$ .*waybill ${name}`))
  for (const option of ['--json', '--registry', '--quiet', '--home', '--debug', '--help'])
    expect(help).toContain(option)
})

/** What “waybill NAME --help” prints. */
async function helpOf(name: string): Promise<string> {
  const written: string[] = []
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => written.push(String(text)) > 0)
  onTestFinished(() => write.mockRestore())
  const shown = createProgram().parseAsync([...name.split(' '), '--help'], { from: 'user' })
  await expect(shown).rejects.toBeInstanceOf(CommanderError)
  write.mockRestore()
  return stripVTControlCharacters(written.join(''))
}

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
