import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createProgram } from '../program.ts'
import { describeCommands, type Words } from './describe.ts'
import { completionScript, shells } from './scripts.ts'

let all: Words[]
const folder = mkdtempSync(join(tmpdir(), 'waybill-completion-'))
const has = (shell: string) => spawnSync(shell, ['-c', 'exit 0']).status === 0

beforeAll(async () => {
  all = await describeCommands(createProgram('waybill'))
})
afterAll(() => rmSync(folder, { recursive: true }))

test('every command is described, with those below it, its options and what it takes', () => {
  const of = (path: string) => all.find((words) => words.path === path)
  expect(of('')?.commands.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['install', 'registry', 'completion']),
  )
  expect(of('registry')?.commands.map(({ name }) => name)).toContain('add')
  expect(of('install')?.options.map(({ flag }) => flag)).toEqual(
    expect.arrayContaining(['--locked', '--json']),
  )
  expect(of('install')?.options.find(({ flag }) => flag === '--source')?.choices).toEqual([
    'primary',
    'community',
    'enterprise',
  ])
  expect(of('uninstall')?.takes).toBe('installed plugins')
})

test('a script for each shell and each name', () => {
  for (const shell of shells)
    for (const name of ['waybill', 'qirvo', 'anya-ext']) {
      const script = completionScript(shell, name, all)
      expect(script).toContain(name)
      expect(script).toContain('--locked'.slice(shell === 'fish' ? 2 : 0))
    }
})

describe('bash', () => {
  function complete(...words: string[]): string[] {
    const file = join(folder, 'complete.sh')
    writeFileSync(file, completionScript('bash', 'waybill', all))
    const line = `waybill() { printf 'csv-tables  1.0.0\\nsales-digest  2.0.0\\n'; }
source ${file}; COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}; _waybill_complete; printf '%s\\n' "\${COMPREPLY[@]}"`
    return execFileSync('bash', ['--norc', '-c', line], { encoding: 'utf8', cwd: folder })
      .split('\n')
      .filter(Boolean)
  }

  test('commands, options, values, plugins and files', () => {
    expect(complete('waybill', 'inst')).toEqual(['install'])
    expect(complete('waybill', 'registry', 'a')).toEqual(['add', 'assign'])
    expect(complete('waybill', 'install', '--off')).toEqual(['--offline'])
    expect(complete('waybill', 'install', '--source', 'c')).toEqual(['community'])
    expect(complete('waybill', 'uninstall', 's')).toEqual(['sales-digest'])
    expect(complete('waybill', 'install', './comp')).toEqual(['./complete.sh'])
  })
})

describe.each([
  ['zsh', ['-n']],
  ['fish', ['--no-execute']],
] as const)('%s', (shell, check) => {
  test.skipIf(!has(shell))(`takes the script (skipped where ${shell} is not installed)`, () => {
    const file = join(folder, `script.${shell}`)
    writeFileSync(file, completionScript(shell, 'waybill', all))
    expect(spawnSync(shell, [...check, file], { encoding: 'utf8' }).stderr).toBe('')
  })
})
