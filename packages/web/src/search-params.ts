/** What stands behind the “?” of our addresses, read into values that cannot be bad: what is not known falls away. */

type Raw = Record<string, unknown>

const text = (value: unknown, most = 300): string | undefined => {
  const read = typeof value === 'number' || typeof value === 'boolean' ? String(value) : value
  return typeof read === 'string' && read !== '' ? read.slice(0, most) : undefined
}
const oneOf = <const T extends string>(value: unknown, words: readonly T[]): T | undefined =>
  words.find((word) => word === value)
const list = (value: unknown): string[] | undefined => {
  const items = (Array.isArray(value) ? value : [value])
    .map((item) => text(item))
    .filter((item) => item !== undefined)
  return items.length > 0 ? items.slice(0, 20) : undefined
}
/** Leaves out what is undefined, so that addresses stay short. */
function given<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never
}

export const sorts = ['relevance', 'downloads', 'trending', 'updated', 'new', 'rating', 'name'] as const
export const ages = ['day', 'week', 'month', 'year'] as const

export function readSearch(raw: Raw) {
  const minRating = Number(raw.minRating)
  return given({
    q: text(raw.q),
    category: list(raw.category),
    tag: list(raw.tag),
    license: list(raw.license),
    platform: text(raw.platform),
    price: oneOf(raw.price, ['free', 'paid']),
    verified: raw.verified === true || raw.verified === 'true' ? true : undefined,
    minRating: minRating >= 1 && minRating <= 5 ? minRating : undefined,
    updated: oneOf(raw.updated, ages),
    publisher: text(raw.publisher, 200),
    listed: oneOf(raw.listed, ['published']),
    sort: oneOf(raw.sort, sorts),
  })
}
export type SearchParams = ReturnType<typeof readSearch>

export const readCompare = (raw: Raw) =>
  given({ from: text(raw.from), to: text(raw.to), file: text(raw.file, 1000) })
export const readVersion = (raw: Raw) => given({ version: text(raw.version) })
/** Which upload to go on with, or which package a new version is of. */
export const readSubmit = (raw: Raw) =>
  given({ submission: text(raw.submission, 100), name: text(raw.name, 214) })
export type SubmitParams = ReturnType<typeof readSubmit>
export function readQueue(raw: Raw) {
  const after = Number(raw.after)
  return given({
    kind: oneOf(raw.kind, ['new', 'update', 'appeal']),
    claim: oneOf(raw.claim, ['free', 'mine']),
    warned: oneOf(raw.warned, ['true', 'false']),
    category: text(raw.category, 130),
    publisher: text(raw.publisher, 100),
    after: Number.isInteger(after) && after > 0 && after <= 100_000 ? after : undefined,
  })
}
export type QueueParams = ReturnType<typeof readQueue>
export const readToken = (raw: Raw) => given({ token: text(raw.token, 2000) })
export const readUserCode = (raw: Raw) => given({ code: text(raw.code, 40) })

/** Where to go after signing in: only ever a path of ours. */
export function readNext(raw: Raw) {
  const next = text(raw.next, 1000)
  return given({ next: next !== undefined && /^\/(?![/\\])/.test(next) ? next : undefined })
}

export function outcomeOf(word: string): 'done' | 'cancelled' {
  return word === 'done' ? 'done' : 'cancelled'
}
