import { endSessions, listSessions } from '@waybill/client'
import { Option, type Command } from 'commander'
import { contextOf, type Context } from '../../context.ts'
import { examples } from '../../define.ts'
import { signedIn } from '../../session.ts'
import { table } from '../../terminal/table.ts'
import { count, minute } from '../../terminal/text.ts'

interface Flags {
  end?: string
  endOthers?: true
}

export function define(command: Command): void {
  command
    .description(
      'List the sessions of your account, those of browsers, and end them. A command line has a token instead: “waybill token list”.',
    )
    .addOption(new Option('--end <id>', 'end this one').conflicts('endOthers'))
    .option('--end-others', 'end all of them')
    .action(run)
  examples(
    command,
    ['waybill account sessions', 'when, from where, with what'],
    ['waybill account sessions --end-others', 'sign out everywhere'],
  )
}

async function run(flags: Flags, command: Command): Promise<void> {
  const context = contextOf(command)
  if (flags.endOthers || flags.end !== undefined) return end(context, flags.end)
  const sessions = await listSessions(await signedIn(context))
  context.out.result({ sessions }, () => {
    if (sessions.length === 0) return 'No sessions.'
    return table(
      sessions.map(({ id, lastUsedAt, expiresAt, address = '', userAgent = '' }) => [
        id,
        `used ${minute(lastUsedAt)}`,
        `ends ${minute(expiresAt)}`,
        address,
        userAgent,
      ]),
      context.out.width,
    )
  })
}

async function end(context: Context, id: string | undefined): Promise<void> {
  const ended = await endSessions(await signedIn(context), id)
  context.out.result({ ended }, () => `Ended ${count(ended, 'session')}.`)
}
