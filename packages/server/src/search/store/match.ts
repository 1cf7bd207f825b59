import { sql } from 'kysely'
import type { Database } from '../../platform/database/index.ts'
import { tsquery, wholeWords } from '../words.ts'

/** Packages that fit words, best first. */
export interface Matches {
  readonly ids: Float64Array
  readonly scores: Float32Array
  /** False: the most popular of more. */
  readonly isComplete: boolean
  /** How many the words themselves found, and not only a like spelling. */
  readonly byWords: number
}

export interface MatchRequest {
  /** The whole of what is searched for, as it was typed. */
  readonly whole: string
  readonly tokens: readonly string[]
  /** Packages that have some of the words are wanted too. */
  readonly any?: boolean
  /** Looks among these alone. */
  readonly among?: readonly number[]
  /** Names that are spelled alike are wanted too when words find fewer than so many. */
  readonly alikeBelow: number
}

/** Most packages that are ranked. */
export const mostRanked = 2000
/** READMEs and beginnings of names are looked at where words find fewer. */
const few = 50
/** So many of the best are compared with what was typed letter by letter. */
const mostCompared = 200

/**
 * One statement: packages in whose name, tags and description the words occur (the most popular where they are many); where
 * those are few, packages in whose README they occur, and packages whose name is spelled alike; and in any case packages
 * whose name or title begins with what was typed, or whose whole title is one of the words. Ranked by where the words occur, how well the name fits, and popularity.
 */
export async function matchingPackages(database: Database, request: MatchRequest): Promise<Matches> {
  const { whole, tokens, alikeBelow } = request
  const text = tsquery(tokens, request.any ? 'any' : 'all')
  const english = sql`(select english from asked)`
  const query = sql`(select query from asked)`
  const wholly = sql`(select wholly from asked)`
  const among = request.among ? sql`and package_id = any(${[...request.among]}::bigint[])` : sql``
  const past = `${whole}\u{10ffff}`
  // `popularity + 0`: in the order of its index nearly every row would be looked at before enough of them fit.
  const columns = sql.raw('package_id, title, name, head, popularity')
  const { rows } = await sql<{ found: Buffer | null; fits: number; described: number; named: number }>`
    with asked as materialized (
      select english, wholly, case when simple = english then simple else simple || english end as query
      from (select to_tsquery('simple', ${text}) as simple, to_tsquery('english', ${text}) as english,
        to_tsquery('simple', ${wholeWords(tokens)}) as wholly) as parsed
    ), fits as materialized (
      select ${columns} from search_words where head @@ ${query} ${among}
      order by popularity + 0 desc limit ${mostRanked + 1}
    ), counted as materialized (
      select count(*) as fits from fits
    ), described as materialized (
      select ${columns} from search_words where package_id in (
        select package_id from search_documents
        where (select fits < ${few} from counted) and readme @@ ${english} ${among})
      order by popularity + 0 desc limit ${mostRanked}
    ), named as materialized (
      (select ${columns} from search_words
        where (select fits not between ${few} and ${mostRanked} from counted) and title ~>=~ ${whole} and title ~<~ ${past} ${among}
        order by popularity + 0 desc limit 50)
      union
      (select ${columns} from search_words
        where (select fits not between ${few} and ${mostRanked} from counted) and name ~>=~ ${whole} and name ~<~ ${past} ${among}
        order by popularity + 0 desc limit 50)
    ), titled as materialized (
      select ${columns} from search_words where title = any(${[...tokens]}::text[]) ${among}
      order by popularity + 0 desc limit 20
    ), alike as materialized (
      select ${columns}, word_similarity(${whole}, spelling) as likeness from search_words
      where (select fits < ${alikeBelow} from counted) and ${whole} <% spelling ${among}
      order by likeness desc, popularity desc limit 100
    ), found as (
      select ${columns}, ts_rank('{0.02, 0.12, 0.4, 1}', head, ${query}, 32) * 0.8 + popularity as score from fits
      union all select ${columns}, popularity * 0.8 from described
      union all select ${columns}, 0.4 + popularity from named
      union all select ${columns}, 0.2 + popularity from titled
      union all select ${columns}, likeness * 0.4 + popularity * 0.7 from alike
    ), best as (
      select distinct on (package_id) * from found order by package_id, score desc
    ), ordered as (
      select *, row_number() over (order by score desc, package_id) as place from best
    ), ranked as (
      select package_id, case when place <= ${mostCompared} or title = ${whole} or name = ${whole} then
          score + similarity(title, ${whole}) * 0.5 + case when title = ${whole} or name = ${whole} then 1 else 0 end
            + case when head @@ ${wholly} then 0.15 else 0 end
        else score end as score
      from ordered
    )
    select string_agg(int8send(package_id) || float4send(score::real), ''::bytea order by score desc, package_id) as found,
      (select fits::int from counted) as fits, (select count(*)::int from described) as described,
      (select count(*)::int from named) as named
    from ranked`.execute(database)
  const { found, fits = 0, described = 0, named = 0 } = rows[0] ?? {}
  return {
    ...unpacked(found ?? Buffer.alloc(0)),
    isComplete: fits <= mostRanked && described < mostRanked,
    byWords: fits + described + named,
  }
}

/** Numbers come packed: an array of thousands would take longer to read than to find. */
function unpacked(found: Buffer): Pick<Matches, 'ids' | 'scores'> {
  const count = found.length / 12
  const ids = new Float64Array(count)
  const scores = new Float32Array(count)
  for (let i = 0; i < count; i++) {
    ids[i] = Number(found.readBigInt64BE(i * 12))
    scores[i] = found.readFloatBE(i * 12 + 8)
  }
  return { ids, scores }
}

/** For each token that no name, tag or description has: names that are spelled like it, the likeliest first. */
export async function unknownTokens(
  database: Database,
  tokens: readonly string[],
): Promise<{ token: string; spellings: string[] }[]> {
  const { rows } = await sql<{ token: string; spellings: string[] }>`
    select token, array(
        select spelling from search_words where token <% spelling
        order by word_similarity(token, spelling) desc, popularity desc limit 20) as spellings
    from unnest(${[...tokens]}::text[]) as token
    where not exists (select from search_words where head @@ to_tsquery('simple', '''' || token || ''':*'))
      and not exists (select from search_words where head @@ to_tsquery('english', '''' || token || ''':*'))`.execute(
    database,
  )
  return rows
}
