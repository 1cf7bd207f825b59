import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { createProgram } from '../program.ts'
import { describeCommands } from './describe.ts'
import { completionScript, type Shell } from './scripts.ts'

const names = ['waybill', 'qirvo', 'anya-ext']
const folder = mkdtempSync(join(tmpdir(), 'waybill-shells-'))

afterAll(() => rmSync(folder, { recursive: true }))

/** How each shell is asked, without a terminal, what it would offer for the words of a line. */
const askers: Partial<Record<Shell, (file: string, name: string, words: string[]) => [string, ...string[]]>> =
  {
    bash: (file, name, words) => [
      '--norc',
      '-c',
      `source ${file}
COMP_WORDS=(${words.map(quoted).join(' ')}); COMP_CWORD=${words.length - 1}; ${functionOf(name)}
printf '%s\\n' "\${COMPREPLY[@]}"`,
    ],
    // What zsh's completion system does with the answers is stood in for: there is no line editor here.
    zsh: (file, name, words) => [
      '-f',
      '-c',
      `compdef() { }
offer() { print -rl -- "\${(@M)@:#\${words[CURRENT]}*}" }
_describe() { local -a found; found=("\${(@P)2}"); offer "\${found[@]%%:*}" }
compadd() { shift; offer "$@" }
_files() { offer * }
source ${file}
words=(${words.map(quoted).join(' ')}); CURRENT=${words.length}; ${functionOf(name)}`,
    ],
    fish: (file, _, words) => [
      '--no-config',
      '-c',
      `source ${file}; complete -C ${quoted(words.join(' '))} | string replace -r '\\t.*' ''`,
    ],
  }

for (const [shell, ask] of Object.entries(askers))
  test.for(names)(`${shell} completes %s`, async (name, { skip }) => {
    if (spawnSync(shell, ['-c', 'exit 0']).status !== 0) skip(`${shell} is not installed`)
    const file = join(folder, `${name}.${shell}`)
    const described = await describeCommands(createProgram(name))
    writeFileSync(file, completionScript(shell as Shell, name, described))
    const offered = (...words: string[]) => linesOf(shell, ask(file, name, [name, ...words]))
    expect(offered('inst')).toEqual(['install'])
    const ofRegistry = described.find(({ path }) => path === 'registry')?.commands.map((each) => each.name)
    expect(offered('registry', '').toSorted()).toEqual(ofRegistry?.toSorted())
    expect(offered('install', '--')).toEqual(expect.arrayContaining(['--locked', '--home', '--source']))
    expect(offered('install', '--source', 'c')).toEqual(['community'])
    expect(offered('pack', '--format', '').toSorted()).toEqual(['tar.gz', 'zip'])
    expect(offered('sign', name)).toContain(`${name}.${shell}`)
  })

test.for(names)('bash takes the script of %s', (name) => {
  const made = spawnSync(process.execPath, [join(import.meta.dirname, `../${name}.js`), 'completion', 'bash'])
  expect([made.status, made.stderr.toString()]).toEqual([0, ''])
  const checked = spawnSync('bash', ['-n'], { input: made.stdout })
  expect([checked.status, checked.stderr.toString()]).toEqual([0, ''])
})

test('powershell completes', ({ skip }) => {
  if (spawnSync('pwsh', ['-NoProfile', '-Command', 'exit 0']).status !== 0) skip('pwsh is not installed')
  const made = spawnSync(process.execPath, [
    join(import.meta.dirname, '../waybill.js'),
    'completion',
    'powershell',
  ])
  const ask = `${made.stdout.toString()}
(TabExpansion2 'waybill inst' 12).CompletionMatches.CompletionText`
  expect(linesOf('pwsh', ['-NoProfile', '-Command', ask])).toEqual(['install'])
})

/** What a shell prints, line by line; whatever it complains of fails the test. */
function linesOf(shell: string, args: string[]): string[] {
  const { stdout, stderr } = spawnSync(shell, args, { encoding: 'utf8', cwd: folder })
  expect(stderr).toBe('')
  return stdout.split('\n').filter(Boolean)
}

function quoted(text: string): string {
  return `'${text}'`
}

function functionOf(name: string): string {
  return `_${name.replaceAll('-', '_')}_complete`
}
