import { Command } from 'commander'
import manifest from '../package.json' with { type: 'json' }
import { addCommands, examples, type CommandEntry } from './define.ts'

const make = 'Make and publish plugins:'
const use = 'Find and use plugins:'
const registries = 'Registries:'
const accounts = 'Accounts and publishers:'

const commands: readonly CommandEntry[] = [
  entry('search', use, 'Find plugins', () => import('./commands/search.ts')),
  entry('info', use, 'Show a plugin and its versions', () => import('./commands/info.ts')),
  entry('install', use, 'Install plugins and what they need', () => import('./commands/install.ts')),
  entry('update', use, 'Bring plugins to newer versions', () => import('./commands/update.ts')),
  entry('outdated', use, 'List plugins that have newer versions', () => import('./commands/outdated.ts')),
  entry('pin', use, 'Hold a plugin at its version', () => import('./commands/pin.ts')),
  entry('unpin', use, 'Let a plugin be updated again', () => import('./commands/unpin.ts')),
  entry('rollback', use, 'Go back to an earlier version', () => import('./commands/rollback.ts')),
  entry('uninstall', use, 'Remove plugins', () => import('./commands/uninstall.ts')),
  entry('list', use, 'List installed plugins', () => import('./commands/list.ts')),
  entry('tree', use, 'Show what is installed as a tree', () => import('./commands/tree.ts')),
  entry('why', use, 'Say why a plugin is installed', () => import('./commands/why.ts')),
  entry('resolve', use, 'Show which versions would be chosen', () => import('./commands/resolve.ts')),
  entry(
    'verify',
    use,
    'Check installed plugins against lock and trust',
    () => import('./commands/verify.ts'),
  ),
  entry('doctor', use, 'Find and mend damage in your home', () => import('./commands/doctor.ts')),
  entry('config', use, 'Read and change settings', () => import('./commands/config.ts')),
  entry('completion', use, 'Print a script for your shell', () => import('./commands/completion.ts')),
  entry('cache', use, 'See and clean what is kept on this machine', () => import('./commands/cache.ts')),
  entry('run', use, 'Run an installed plugin', () => import('./commands/run.ts')),
  entry('serve', use, 'Serve installed plugins over HTTP', () => import('./commands/serve.ts')),
  entry('plugin', use, 'The same commands, as “plugin …”', () => import('./commands/plugin.ts')),
  entry('buy', use, 'Buy a plugin, or redeem a code', () => import('./commands/buy.ts')),
  entry('licence', use, 'Fetch the licence of a plugin', () => import('./commands/licence.ts')),
  entry('init', make, 'Start a plugin in a folder', () => import('./commands/init.ts')),
  entry('pack', make, 'Pack a folder into an artifact', () => import('./commands/pack.ts')),
  entry('keygen', make, 'Make a signing key', () => import('./commands/keygen.ts')),
  entry('key', make, 'Register, list and revoke signing keys', () => import('./commands/key.ts')),
  entry('sign', make, 'Sign a file', () => import('./commands/sign.ts')),
  entry('publish', make, 'Publish a folder or an artifact', () => import('./commands/publish.ts')),
  entry('submit', make, 'Hand a plugin in for review', () => import('./commands/submit.ts')),
  entry('submission', make, 'Follow what you handed in', () => import('./commands/submission.ts')),
  entry('yank', make, 'Keep a version from new installs', () => import('./commands/yank.ts')),
  entry('unyank', make, 'Take a yank back', () => import('./commands/unyank.ts')),
  entry('unpublish', make, 'Take a version back for good', () => import('./commands/unpublish.ts')),
  entry('price', make, 'Show or set what a plugin costs', () => import('./commands/price.ts')),
  entry('grant', make, 'Give a plugin to an address', () => import('./commands/grant.ts')),
  entry('code', make, 'Make codes that give a plugin', () => import('./commands/code.ts')),
  entry('registry', registries, 'Pin registries; run one', () => import('./commands/registry.ts')),
  entry('review', registries, 'Review what was submitted', () => import('./commands/review.ts')),
  entry('login', accounts, 'Sign in to a registry', () => import('./commands/login.ts')),
  entry('logout', accounts, 'Sign out of a registry', () => import('./commands/logout.ts')),
  entry('whoami', accounts, 'Show who you are to a registry', () => import('./commands/whoami.ts')),
  entry('account', accounts, 'Open an account and secure it', () => import('./commands/account.ts')),
  entry('token', accounts, 'Make and revoke tokens of your account', () => import('./commands/token.ts')),
  entry('org', accounts, 'Publishers, their members and domains', () => import('./commands/org.ts')),
]

function entry(name: string, group: string, summary: string, load: CommandEntry['load']): CommandEntry {
  return { name, group, summary, load }
}

/** The command: all names, and of the chosen one everything. Throws CommanderError for wrong usage. */
export function createProgram(name = 'waybill'): Command {
  const program = new Command(name)
  program
    .description('Find, trust, install and publish plugins; run a registry for them.')
    .usage('<command> [options]')
    .version(manifest.version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show help for a command')
    // main.ts reads “help NAME”.
    .helpCommand(false)
    .option('--registry <url>', 'registry to use (WAYBILL_REGISTRY; default: the one you pinned)')
    .option('--home <folder>', 'where plugins, keys and pins are (WAYBILL_HOME)')
    .option('--json', 'print one line of JSON on standard output, for programs')
    .option('--quiet', 'print results and errors only')
    .option('--debug', 'print stack traces of errors')
    .configureHelp({
      showGlobalOptions: true,
      visibleGlobalOptions: (command) =>
        command.parent ? program.options.filter((option) => option.long !== '--version') : [],
      styleTitle: (title) => `\x1b[1m${title}\x1b[22m`,
    })
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
