import { WaybillError } from '@waybill/core/errors'
import { z } from 'zod'
import type { Facts } from './columns.ts'
import { sorts, type Sort } from './shapes.ts'

/** A package that was found; `score` says how well it fits the words. */
export interface Found {
  readonly facts: Facts
  readonly score: number
}

type Key = number | string

/** Where the next page goes on: after the package with this key and id. */
interface Place {
  readonly sort: Sort
  readonly key: Key
  readonly id: number
}

/** Growth counts from so many downloads a week on, so that ten downloads of something new are no trend. */
const leastTrend = 20

/** How much more was downloaded in the last 7 days than before, in proportion. */
export function growth({ trend, downloads }: Facts): number {
  return trend < leastTrend ? 0 : trend / (Math.max(0, downloads - trend) + 100)
}

/** Of equals the more downloaded comes first. */
const tie = ({ downloads }: Facts) => downloads / 1e15

/** A rating counts more the more people gave it. */
const weighed = ({ rating, ratings }: Facts) =>
  ratings === 0 ? 0 : (rating * ratings + 3.5 * 5) / (ratings + 5)

const keys: Record<Sort, (found: Found) => Key> = {
  relevance: ({ score }) => score,
  downloads: ({ facts }) => facts.downloads,
  trending: ({ facts }) => growth(facts) + tie(facts),
  updated: ({ facts }) => facts.updated,
  new: ({ facts }) => facts.published,
  rating: ({ facts }) => weighed(facts) + tie(facts),
  name: ({ facts }) => facts.name,
}

interface Keyed extends Found {
  readonly key: Key
}

/** Texts from A, numbers from the largest; the id decides between equals, so that the order is total. */
function compare(a: { key: Key; id: number }, b: { key: Key; id: number }): number {
  if (a.key === b.key) return a.id - b.id
  if (typeof a.key === 'string' || typeof b.key === 'string') return String(a.key) < String(b.key) ? -1 : 1
  return b.key - a.key
}

/** Gathers the first packages of an order, after a place in it, without sorting all of them. */
export function gather(sort: Sort, limit: number, after: Place | undefined) {
  const keyOf = keys[sort]
  const first: Keyed[] = []
  const at = (one: Keyed) => ({ key: one.key, id: one.facts.id })
  return {
    add(found: Found): void {
      const key = keyOf(found)
      const mine = { key, id: found.facts.id }
      if (after && compare(mine, after) <= 0) return
      const last = first.length > limit ? first.at(-1) : undefined
      if (last && compare(mine, at(last)) >= 0) return
      let low = 0
      let high = first.length
      while (low < high) {
        const middle = (low + high) >> 1
        if (compare(at(first[middle] as Keyed), mine) < 0) low = middle + 1
        else high = middle
      }
      first.splice(low, 0, { ...found, key })
      if (first.length > limit + 1) first.pop()
    },
    /** The page, and the cursor of the next one where there is any. */
    page(): { ids: number[]; next: string | null } {
      const shown = first.slice(0, limit)
      const last = shown.at(-1)
      const next = first.length > limit && last ? writeCursor({ sort, ...at(last) }) : null
      return { ids: shown.map(({ facts }) => facts.id), next }
    },
  }
}

const placeSchema = z.tuple([z.literal(1), z.enum(sorts), z.union([z.number(), z.string()]), z.int()])

function writeCursor({ sort, key, id }: Place): string {
  return Buffer.from(JSON.stringify([1, sort, key, id])).toString('base64url')
}

/** Reads a cursor. Throws `search.cursor_invalid` for one that this order did not give. */
export function readCursor(cursor: string, sort: Sort): Place {
  let json: unknown
  try {
    json = JSON.parse(Buffer.from(cursor, 'base64url').toString())
  } catch {
    throw refused('it is not one of this registry')
  }
  const read = placeSchema.safeParse(json)
  if (!read.success) throw refused('it is not one of this registry')
  const [, of, key, id] = read.data
  if (of !== sort) throw refused(`it belongs to the order “${of}”, and “${sort}” was asked for`)
  if ((typeof key === 'string') !== (sort === 'name')) throw refused('it is not one of this registry')
  return { sort, key, id }
}

function refused(why: string): WaybillError {
  return new WaybillError('search.cursor_invalid', `The cursor cannot be used: ${why}.`, {
    hint: 'Begin with the first page, and pass on `next` of each answer unchanged.',
  })
}
