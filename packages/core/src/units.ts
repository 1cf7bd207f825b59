import { WaybillError } from './errors.ts'

const milliseconds: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
}

/** Reads a length of time such as `90s`, `12h`, `3d` or `2w`; a bare number is seconds. Gives milliseconds. Throws `usage.invalid`. */
export function parseDuration(text: string): number {
  const [, number, unit = 's'] = /^(\d{1,9}(?:\.\d{1,3})?)\s*(ms|s|m|h|d|w)?$/.exec(text.trim()) ?? []
  if (number !== undefined) return Number(number) * (milliseconds[unit] ?? 1000)
  throw new WaybillError('usage.invalid', `“${text.slice(0, 40)}” is not a length of time.`, {
    hint: 'Write a number and a unit: 90s, 15m, 12h, 3d or 2w.',
  })
}

const bytes: Readonly<Record<string, number>> = {
  '': 1,
  k: 1e3,
  m: 1e6,
  g: 1e9,
  t: 1e12,
  ki: 2 ** 10,
  mi: 2 ** 20,
  gi: 2 ** 30,
  ti: 2 ** 40,
}

/** Reads a size such as `1GB`, `500 MB` or `2GiB`. Gives bytes. Throws `usage.invalid`. */
export function parseSize(text: string): number {
  const [, number, unit = ''] = /^(\d{1,12}(?:\.\d{1,3})?)\s*([kmgt]i?)?b?$/i.exec(text.trim()) ?? []
  if (number !== undefined) return Math.floor(Number(number) * (bytes[unit.toLowerCase()] ?? 1))
  throw new WaybillError('usage.invalid', `“${text.slice(0, 40)}” is not a size.`, {
    hint: 'Write a number and a unit: 500MB, 1GB or 2GiB.',
  })
}
