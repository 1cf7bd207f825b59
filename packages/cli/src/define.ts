import { InvalidArgumentError, type Command } from 'commander'

/** A command as the list of commands knows it; the rest of it is loaded when it is asked for. */
export interface CommandEntry {
  readonly name: string
  readonly summary: string
  /** Heading that it stands under in the list. */
  readonly group?: string
  readonly load: () => Promise<{ define: (command: Command) => void }>
}

const unfinished = new WeakMap<Command, () => Promise<void>>()

/** Gives a command everything that it has besides its name and summary. Done by itself when a command is chosen. */
export async function finish(command: Command): Promise<void> {
  const define = unfinished.get(command)
  unfinished.delete(command)
  await define?.()
}

/** Adds commands of which only names and summaries are known, to be finished when one is chosen. */
export function addCommands(parent: Command, entries: readonly CommandEntry[]): void {
  parent.helpCommand(false)
  for (const { name, summary, group, load } of entries) {
    const stub = parent.command(name).description(summary)
    if (group !== undefined) stub.helpGroup(group)
    unfinished.set(stub, async () => (await load()).define(stub))
  }
  parent.hook('preSubcommand', (_, chosen) => finish(chosen))
}

/** Adds examples to a command's help: each a line to type and what it does. */
export function examples(command: Command, ...list: readonly (readonly [line: string, why: string])[]): void {
  const longest = Math.max(...list.map(([line]) => line.length))
  const text = list.map(
    ([line, why]) => `  $ ${longest > 48 ? `${line}\n      ${why}` : `${line.padEnd(longest)}   ${why}`}`,
  )
  const title = list.length === 1 ? 'Example:' : 'Examples:'
  command.addHelpText('after', `\n${title}\n${text.join('\n')}`)
}

/** Reads a whole number of an option. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (/^\d{1,10}$/.test(text) && value >= least && value <= most) return value
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`)
  }
}

/** Reads the date of an option as the end of that day in UTC, ISO 8601. */
export function endOfDay(text: string): string {
  const end = `${text}T23:59:59.000Z`
  const isDate =
    /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(end)) && new Date(end).toISOString() === end
  if (isDate) return end
  throw new InvalidArgumentError('It must be a date such as 2027-01-31.')
}
