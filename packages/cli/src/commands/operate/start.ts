import { Option, type Command } from 'commander'
import { contextOf } from '../../context.ts'
import { examples, wholeNumber } from '../../define.ts'
import { untilInterrupted } from '../../interrupt.ts'
import { facts } from '../../terminal/table.ts'
import { dataOption, dataOptions, loadServer, type DataFlags } from './data.ts'

interface Flags extends DataFlags {
  port?: number
  host?: string
  publicUrl?: string
  config?: string
  log?: 'silent' | 'error' | 'warn' | 'info' | 'debug'
}

export function define(command: Command): void {
  command
    .description(
      'Run a registry with its own PostgreSQL (or the one of DATABASE_URL). The first start makes its keys and prints its fingerprint and, once, the owner’s token. Ctrl-C or SIGTERM finishes what runs and stops it. docs/operating.md has all settings.',
    )
    .addOption(dataOption())
    .option(
      '--port <port>',
      'port to listen on, 0 for a free one (WAYBILL_PORT; default: 4600)',
      wholeNumber(0, 65_535),
    )
    .option('--host <host>', 'address to listen on (WAYBILL_HOST; default: 127.0.0.1)')
    .option('--public-url <url>', 'address that clients use (WAYBILL_PUBLIC_URL)')
    .option('--config <file>', 'settings in YAML (WAYBILL_CONFIG)')
    .addOption(
      new Option(
        '--log <level>',
        'JSON lines on standard error (default: warn on a terminal, else info)',
      ).choices(['silent', 'error', 'warn', 'info', 'debug']),
    )
    .action(run)
  examples(
    command,
    ['waybill registry start', 'on http://127.0.0.1:4600, data in ./.waybill'],
    ['waybill registry start --data /srv/waybill --host 0.0.0.0', 'for others too'],
  )
}

async function run(flags: Flags, command: Command): Promise<void> {
  const { out, quiet } = contextOf(command)
  const { startRegistry } = await loadServer()
  const log = flags.log ?? (quiet ? 'error' : process.stderr.isTTY ? 'warn' : 'info')
  const registry = await startRegistry({ ...flags, ...dataOptions(command, flags), log })
  const { url, fingerprint, ownerToken } = registry
  out.result({ url, fingerprint, ownerToken: ownerToken ?? null }, () => [
    `The registry runs at ${out.bold(url)}`,
    ...facts([
      ['fingerprint', fingerprint],
      ['owner token', ownerToken && `${ownerToken}  (shown this once: keep it)`],
      ['API', `${url}/api/docs`],
    ]),
    ...(ownerToken
      ? [
          '',
          'Next, in another terminal:',
          `  waybill registry add ${url} --fingerprint ${fingerprint}`,
          `  waybill login --token ${ownerToken}`,
        ]
      : []),
    '',
    out.dim('Ctrl-C stops it.'),
  ])
  await untilInterrupted()
  out.note('Stopping…')
  await registry.stop()
  out.note('Stopped.')
}
