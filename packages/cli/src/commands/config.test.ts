import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { testCommand } from '../test/waybill.ts'

test('settings are set, shown with their origin, and taken back', async () => {
  const { run } = await testCommand()
  const url = 'https://registry.acme-corp.internal'
  expect((await run(['config', 'set', 'registry.private.url', url, '--json'])).json()).toEqual({
    key: 'registry.private.url',
    value: url,
  })
  expect((await run(['config', 'get', 'registry.private.url'])).stdout).toBe(`${url}\n`)
  const listed = await run(['config', 'list', '--show-origin'])
  expect(listed.stdout).toMatch(/registry\.private\.url +https:\S+ +\S*config\.toml/)
  expect(listed.stdout).toMatch(/offline +false +default/)
  expect((await run(['config', 'unset', 'registry.private.url'])).status).toBe(0)
  const gone = await run(['config', 'get', 'registry.private.url'])
  expect([gone.status, gone.stdout]).toEqual([2, ''])
  const misspelt = await run(['config', 'set', 'ofline', 'true'])
  expect([misspelt.status, misspelt.stderr]).toEqual([2, expect.stringContaining('offline')])
})

test('a plugin’s settings are checked and brought to it, and a secret is never printed', async () => {
  const { run, folder } = await testCommand()
  const source = join(folder, 'wallet')
  await mkdir(source)
  await writeFile(join(source, 'index.js'), 'export {}\n')
  await writeFile(
    join(source, 'plugin.toml'),
    '[package]\nname = "wallet"\nversion = "1.0.0"\nlicense = "MIT"\nmain = "index.js"\n[config.depth]\ntype = "integer"\n[config.password]\ntype = "string"\nsecret = true\n',
  )
  const { file } = (await run(['pack', source, '--json'])).json() as { file: string }
  expect((await run(['install', file])).status).toBe(0)
  const config = (...args: string[]) => run(['config', ...args, '--plugin', 'wallet'])
  const answers = [
    await config('set', 'password', 'hunter2'),
    await config('set', 'password', 'hunter2', '--json'),
    await config('set', 'depth', '3'),
    await config('get', 'password'),
    await config('list', '--show-origin'),
    await config('list', '--json'),
  ]
  for (const { status, stdout, stderr } of answers)
    expect([status, `${stdout}${stderr}`]).toEqual([0, expect.not.stringContaining('hunter2')])
  expect(answers[3]?.stdout).toBe('(secret)\n')
  const path = join(folder, 'home/config/wallet.json')
  expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({ depth: 3, password: 'hunter2' })
  const wrong = await config('set', 'depth', 'deep')
  expect([wrong.status, wrong.stderr]).toEqual([2, expect.stringContaining('not an integer')])
})
