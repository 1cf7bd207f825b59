import { Command } from 'commander'
import manifest from '../package.json' with { type: 'json' }
import { addCommands, examples, type CommandEntry } from './define.ts'

const commands: readonly CommandEntry[] = [
  { name: 'init', summary: 'Start a plugin in a folder', load: () => import('./commands/init.ts') },
  { name: 'pack', summary: 'Pack a folder into an artifact', load: () => import('./commands/pack.ts') },
  { name: 'keygen', summary: 'Make a signing key', load: () => import('./commands/keygen.ts') },
  { name: 'key', summary: 'Register, list and revoke signing keys', load: () => import('./commands/key.ts') },
  { name: 'sign', summary: 'Sign a file', load: () => import('./commands/sign.ts') },
  { name: 'publish', summary: 'Publish a folder or an artifact', load: () => import('./commands/publish.ts') },
  { name: 'yank', summary: 'Keep a version from new installs', load: () => import('./commands/yank.ts') },
  { name: 'unyank', summary: 'Take a yank back', load: () => import('./commands/unyank.ts') },
  { name: 'search', summary: 'Find plugins', load: () => import('./commands/search.ts') },
  { name: 'info', summary: 'Show a plugin and its versions', load: () => import('./commands/info.ts') },
  { name: 'install', summary: 'Install plugins and what they need', load: () => import('./commands/install.ts') },
  { name: 'uninstall', summary: 'Remove plugins', load: () => import('./commands/uninstall.ts') },
  { name: 'list', summary: 'List installed plugins', load: () => import('./commands/list.ts') },
  { name: 'verify', summary: 'Check installed plugins against lock and trust', load: () => import('./commands/verify.ts') },
  { name: 'run', summary: 'Run an installed plugin', load: () => import('./commands/run.ts') },
  { name: 'login', summary: 'Keep a token for a registry', load: () => import('./commands/login.ts') },
  { name: 'logout', summary: 'Forget the token of a registry', load: () => import('./commands/logout.ts') },
  { name: 'whoami', summary: 'Show who the token belongs to', load: () => import('./commands/whoami.ts') },
  { name: 'registry', summary: 'Pin registries; run one', load: () => import('./commands/registry.ts') },
]

/** The `waybill` command: all names, and of the chosen command everything. Throws CommanderError for wrong usage. */
export function createProgram(): Command {
  const program = new Command('waybill')
    .description('Find, trust, install and publish plugins; run a registry for them.')
    .usage('<command> [options]')
    .version(manifest.version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show help for a command')
    .helpCommand('help [command]', 'show help for a command')
    .option('--registry <url>', 'registry to use (WAYBILL_REGISTRY; default: the one you pinned)')
    .option('--home <folder>', 'where plugins, keys and pins are (WAYBILL_HOME)')
    .option('--json', 'print one line of JSON on standard output, for programs')
    .option('--quiet', 'print results and errors only')
    .option('--debug', 'print stack traces of errors')
    .configureHelp({ showGlobalOptions: true, styleTitle: (title) => `\x1b[1m${title}\x1b[22m` })
    // Errors are thrown, and said in one place: report.ts.
    .configureOutput({ outputError: () => undefined })
    .exitOverride()
  addCommands(program, commands)
  examples(
    program,
    ['waybill registry add https://plugins.example.org', 'pin a registry, once'],
    ['waybill search csv', 'find a plugin'],
    ['waybill install csv-tables', 'install it, verified'],
  )
  program.addHelpText('after', '\n“waybill <command> --help” shows the options of a command, with examples.')
  return program
}
