import { sql } from 'kysely'
import type { Database } from '../../platform/database/index.ts'

/**
 * Packages whose title or name begins with what was typed, then such that have a word that does, then such that are spelled
 * alike; the popular ones first.
 */
export async function suggestedPackages(
  database: Database,
  { whole, tsquery, most }: { whole: string; tsquery: string; most: number },
): Promise<{ name: string; title: string; category: string }[]> {
  const past = `${whole}\u{10ffff}`
  const { rows } = await sql<{ name: string; title: string; category: string }>`
    with named as materialized (
      select package_id, popularity from search_words where (title ~>=~ ${whole} and title ~<~ ${past}) or (name ~>=~ ${whole} and name ~<~ ${past})
      order by popularity + 0 desc limit ${most}
    ), worded as materialized (
      select package_id, popularity from search_words
      where (select count(*) < ${most} from named) and head @@ to_tsquery('simple', ${tsquery})
      order by popularity + 0 desc limit ${most}
    ), alike as materialized (
      select package_id, word_similarity(${whole}, spelling) as popularity from search_words
      where (select count(*) = 0 from named) and (select count(*) = 0 from worded) and ${whole} <% spelling
      order by popularity desc limit ${most}
    ), best as (
      select distinct on (package_id) * from (
        select *, 0 as step from named union all select *, 1 from worded union all select *, 2 from alike
      ) as steps order by package_id, step
    )
    select name, title, category from best join search_documents using (package_id)
    order by step, popularity desc limit ${most}`.execute(database)
  return rows
}
