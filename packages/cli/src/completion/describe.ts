import type { Command } from 'commander'
import { finish } from '../define.ts'

/** What can be typed after a command. */
export interface Words {
  /** The command as it is typed after the program's name: `registry add`; empty for the program itself. */
  readonly path: string
  readonly commands: readonly { readonly name: string; readonly summary: string }[]
  readonly options: readonly {
    readonly flag: string
    readonly summary: string
    readonly choices: readonly string[]
  }[]
  readonly takes: 'installed plugins' | 'files' | 'nothing known'
}

const ofInstalled = ['uninstall', 'update', 'pin', 'unpin', 'rollback', 'why', 'tree', 'verify', 'run']
const ofFiles = ['install', 'publish', 'pack', 'sign', 'init']

/** Everything that can be completed, from the commands as they are: each is loaded once. */
export async function describeCommands(program: Command): Promise<Words[]> {
  const found: Words[] = []
  await describe(program, '')
  return found

  async function describe(command: Command, path: string): Promise<void> {
    await finish(command)
    const commands = command.commands.map((each) => ({ name: each.name(), summary: each.description() }))
    const common = path === '' ? [] : program.options.filter(({ long }) => long !== '--version')
    const own = path.split(' ').at(-1) ?? ''
    found.push({
      path,
      commands,
      options: [...command.options, ...common].flatMap(({ long, description, argChoices }) =>
        long ? [{ flag: long, summary: description, choices: argChoices ?? [] }] : [],
      ),
      takes: ofInstalled.includes(own)
        ? 'installed plugins'
        : ofFiles.includes(own)
          ? 'files'
          : 'nothing known',
    })
    for (const each of command.commands) await describe(each, `${path} ${each.name()}`.trim())
  }
}
