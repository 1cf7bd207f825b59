import { listSubmissions } from '@waybill/client'
import type { Command } from 'commander'
import { contextOf } from '../context.ts'
import { examples } from '../define.ts'
import { signedIn } from '../session.ts'
import { table } from '../terminal/table.ts'
import { day } from '../terminal/text.ts'

export function define(command: Command): void {
  command.description('List the submissions of your publishers, newest first.').action(run)
  examples(command, ['waybill submission list', 'with their states'])
}

async function run(_: unknown, command: Command): Promise<void> {
  const context = contextOf(command)
  const submissions = await listSubmissions(await signedIn(context))
  context.out.result({ submissions }, () =>
    submissions.length === 0
      ? 'Nothing was handed in yet. Hand a plugin in with “waybill submit”.'
      : table(
          submissions.map(({ id, name, version, publisher, status, at }) => [
            id,
            `${name ?? '(upload)'} ${version ?? ''}`,
            publisher,
            status.replace('_', ' '),
            day(at),
          ]),
          context.out.width,
        ),
  )
}
