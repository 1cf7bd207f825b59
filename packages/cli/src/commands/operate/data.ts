import { InvalidArgumentError, Option, type Command } from 'commander'
import { contextOf } from '../../context.ts'
import { takeSignal } from '../../interrupt.ts'

/** The server, loaded when a command of the operator is run. */
export const loadServer = () => import('@waybill/server')

export const dataOption = () =>
  new Option('--data <folder>', 'data folder of the registry (WAYBILL_DATA; default: ./.waybill)')

export interface DataFlags {
  data?: string
}

/** What every operation on a data folder is given: the folder, where one is named, and somebody to tell of progress. */
export function dataOptions(command: Command, flags: DataFlags) {
  const { out } = contextOf(command)
  // Not cut short: a database may have been started for it, and must be stopped.
  takeSignal()
  return {
    ...(flags.data === undefined ? {} : { data: flags.data }),
    progress: (line: string) => out.note(line),
  }
}

/** Reads a lifetime such as `90d`, `12w` or `1y`; gives days. */
export function lifetimeDays(text: string): number {
  const [, number, unit] = /^(\d{1,4})([dwy])$/.exec(text) ?? []
  const days = Number(number) * ({ d: 1, w: 7, y: 365 }[unit ?? 'd'] ?? 1)
  if (days >= 1 && days <= 3650) return days
  throw new InvalidArgumentError('It must be a number of days, weeks or years, such as 90d, 12w or 1y.')
}
