import { queueKinds, reviewQueue, type QueuedSubmission, type QueueFilter } from '@waybill/client'
import { Option, type Command } from 'commander'
import { contextOf } from '../../context.ts'
import { examples, wholeNumber } from '../../define.ts'
import { signedIn } from '../../session.ts'
import { table } from '../../terminal/table.ts'
import { minute } from '../../terminal/text.ts'

interface Flags extends Omit<QueueFilter, 'after' | 'most'> {
  skip: number
  limit: number
}

export function define(command: Command): void {
  command
    .description('List the submissions that wait for a decision, oldest first.')
    .addOption(new Option('--kind <kind>', 'only these').choices(queueKinds))
    .option('--category <category>', 'only of this category')
    .option('--publisher <name>', 'only of this publisher')
    .addOption(new Option('--claim <claim>', 'only those of nobody, or yours').choices(['free', 'mine']))
    .option('--warned', 'only those that a check warns of')
    .option('--skip <number>', 'leave so many out', wholeNumber(0, 100_000), 0)
    .option('--limit <number>', 'at most so many', wholeNumber(1, 200), 50)
    .action(run)
  examples(
    command,
    ['waybill review queue', 'all of them'],
    ['waybill review queue --kind new --claim free', 'new packages that nobody has taken on'],
  )
}

async function run({ skip, limit, ...filter }: Flags, command: Command): Promise<void> {
  const context = contextOf(command)
  const queue = await reviewQueue(await signedIn(context), { ...filter, after: skip, most: limit })
  context.out.result(queue, () =>
    queue.submissions.length === 0
      ? 'Nothing waits.'
      : table(queue.submissions.map(cellsOf), context.out.width),
  )
}

function cellsOf(waiting: QueuedSubmission): string[] {
  const { warn, fail, error } = waiting.checks
  const found = Object.entries({ warn, fail, error }).filter(([, number]) => number > 0)
  return [
    waiting.id,
    `${waiting.name} ${waiting.version}`,
    waiting.publisher,
    waiting.kind,
    waiting.category ?? '',
    `since ${minute(waiting.waitingSince)}`,
    waiting.claimedByMe ? 'yours' : waiting.claimed ? 'claimed' : 'free',
    found.map(([status, number]) => `${number} ${status}`).join(', ') || 'checks pass',
  ]
}
