import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { command, runProcess, testCommand } from '../test/waybill.ts'
import { createProgress } from './progress.ts'
import { table } from './table.ts'
import { formatBytes, printable } from './text.ts'

const escape = '\x1b'

/** Runs a shell line on a terminal of its own. */
const onTerminal = (line: string, env: Record<string, string> = {}) =>
  runProcess('script', ['-qec', line, '/dev/null'], { env })

test.runIf(process.platform === 'linux')('colour is for terminals, and not with NO_COLOR', async () => {
  const { run } = await testCommand()
  const line = `'${process.execPath}' '${command}' instal; '${process.execPath}' '${command}' --help`
  expect((await onTerminal(line)).stdout).toContain(escape)
  expect((await onTerminal(line, { NO_COLOR: '1' })).stdout).not.toContain(escape)
  expect((await onTerminal(line, { TERM: 'dumb' })).stdout).not.toContain(`${escape}[31m`)
  const piped = await run(['instal'])
  expect(piped.stdout + piped.stderr + (await run(['--help'])).stdout).not.toContain(escape)
})

test('a reader that leaves early is no failure, and stops nothing', async () => {
  const { run, folder, home } = await testCommand()
  await run(['init', 'talker', '--yes'])
  await writeFile(
    join(folder, 'talker/index.js'),
    `import { writeFile } from 'node:fs/promises'
    export async function run({ args, write }) {
      for (let i = 0; i < 200; i++) {
        write('x'.repeat(1000) + '\\n')
        await new Promise(setImmediate)
      }
      await writeFile(args[0], 'to the end')
    }`,
  )
  const { file } = (await run(['pack', 'talker', '--json'])).json()
  await run(['install', file])
  const done = join(folder, 'done')
  const line = `'${process.execPath}' '${command}' run talker '${done}' | head -c 10; echo " $?"`
  const env = { WAYBILL_HOME: home }
  const { stdout, stderr } = await runProcess('bash', ['-o', 'pipefail', '-c', line], { env })
  expect([stdout, stderr]).toEqual(['xxxxxxxxxx 0\n', ''])
  expect(await readFile(done, 'utf8')).toBe('to the end')
})

test('texts from elsewhere cannot steer the terminal', () => {
  expect(printable('a\x1b[31m\r\nb\u202e')).toBe('a\\u{1b}[31m\\u{d}\\u{a}b\\u{202e}')
  expect(
    table([
      ['a', 'x\x1b]0;title\x07'],
      ['long', 'y'],
    ]),
  ).toEqual(['a     x\\u{1b}]0;title\\u{7}', 'long  y'])
  expect(table([['name', 'a long description']], 12)).toEqual(['name  a lon…'])
})

test('sizes are in decimal units', () => {
  expect([0, 999, 1000, 99_949, 999_949_000, 5e9].map(formatBytes)).toEqual([
    '0 B',
    '999 B',
    '1.0 kB',
    '99.9 kB',
    '1000 MB',
    '5.0 GB',
  ])
})

test('a log hears of progress in quarters, and of large things only', () => {
  const lines: string[] = []
  const stream = { isTTY: false, write: (text: string) => lines.push(text) } as unknown as NodeJS.WriteStream
  const progress = createProgress(stream, 'Uploading')
  for (let sent = 0; sent <= 100; sent++) progress.update(sent * 1e5, 1e7)
  expect(lines.length).toBe(4)
  expect(lines.at(-1)).toBe('Uploading  10.0 MB of 10.0 MB  100 %\n')
  createProgress(stream, 'Small').update(1000, 1000)
  expect(lines.length).toBe(4)
})
