import { sql } from 'kysely'
import type { Database, Transaction } from '../../platform/database/index.ts'

/** Ids of packages after `after`, in order. */
export async function packageIdsAfter(
  database: Database | Transaction,
  after: number,
  most: number,
): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select id from packages where id > ${after} order by id limit ${most}`.execute(database)
  return rows.map(({ id }) => id)
}

export async function packageIdsOfPublisher(
  database: Database | Transaction,
  publisherId: number,
): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select id from packages where publisher_id = ${publisherId} order by id`.execute(database)
  return rows.map(({ id }) => id)
}

/** Packages that a catalogue lists. */
export async function packageIdsOfCatalogue(
  database: Database | Transaction,
  source: string,
): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select package_id as id from catalogue_entries where source = ${source} order by package_id`.execute(
    database,
  )
  return rows.map(({ id }) => id)
}

/** The versions of each package that are offered; packages without one are left out. */
export async function offeredVersions(
  database: Database | Transaction,
  packageIds: readonly number[],
): Promise<{ packageId: number; ids: number[]; versions: string[] }[]> {
  const { rows } = await sql<{ packageId: number; ids: number[]; versions: string[] }>`
    select package_id as "packageId", array_agg(id::float8) as ids, array_agg(version) as versions
    from versions where package_id = any(${[...packageIds]}::bigint[]) and yanked_at is null
    group by package_id`.execute(database)
  return rows
}

const documentColumns = [
  'shown',
  'name',
  'title',
  'description',
  'category',
  'publisher',
  'publisher_domain',
  'version',
  'updated_at',
  'published_at',
  'downloads',
  'trend',
  'rating_sum',
  'rating_count',
  'price',
  'license',
  'platforms',
  'tags',
  'listed_only',
  'repository',
  'readme',
]
const wordColumns = ['popularity', 'name', 'title', 'spelling', 'head']
const list = (columns: readonly string[], before = '') =>
  sql.raw(columns.map((column) => before + column).join(', '))

/**
 * Writes the documents of packages: `shown` names the version of each that is shown. Rows that would stay the same are
 * left alone. Says how many changed.
 */
export async function writeDocuments(
  database: Database | Transaction,
  packageIds: readonly number[],
  shown: readonly { packageId: number; versionId: number }[],
  today: Date,
): Promise<number> {
  const { rows } = await sql<{ changed: number }>`
    with wanted as (
      select * from unnest(${[...packageIds]}::bigint[]) as wanted (package_id)
      left join unnest(${shown.map((row) => row.packageId)}::bigint[], ${shown.map((row) => row.versionId)}::bigint[])
        as shown (package_id, version_id) using (package_id)
    ), card as (
      select wanted.package_id,
        version.id is not null or entry.package_id is not null as shown,
        package.name,
        coalesce(entry.title, package.name) as title,
        coalesce(version.manifest ->> 'description', entry.description, '') as description,
        coalesce(version.category, entry.category, '') as category,
        publisher.name as publisher,
        case when publisher.domain_verified_at is not null then publisher.domain end as publisher_domain,
        coalesce(version.version, entry.version) as version,
        coalesce(touched.at, entry.updated_at) as updated_at,
        package.created_at as published_at,
        coalesce(counted.downloads, 0)::bigint as downloads,
        coalesce(counted.trend, 0)::bigint as trend,
        coalesce(rated.total, 0)::bigint as rating_sum,
        rated.count::int as rating_count,
        (select jsonb_build_object('type', type, 'price', amount, 'currency', currency, 'interval', "interval")
          from prices where prices.package_id = wanted.package_id order by id desc limit 1) as price,
        version.manifest ->> 'license' as license,
        array(select distinct platform from artifacts where version_id = version.id and platform <> 'any'
              union select jsonb_object_keys(version.manifest -> 'platforms') order by 1) as platforms,
        array(select distinct lower(tag) from (
            select jsonb_array_elements_text(version.manifest -> 'keywords') as tag
            union all select jsonb_array_elements_text(package.listing -> 'tags')) as tags
          where tag <> '' order by 1 limit 50) as tags,
        version.id is null as listed_only,
        coalesce(version.manifest ->> 'repository', entry.repository) as repository,
        to_tsvector('english', left(coalesce(version.readme, ''), 100000)) as readme
      from wanted
      join packages as package on package.id = wanted.package_id
      join publishers as publisher on publisher.id = package.publisher_id
      left join versions as version on version.id = wanted.version_id
      left join catalogue_entries as entry on entry.package_id = wanted.package_id
      cross join lateral (
        -- what a catalogue alone counts is counted up to the day of its snapshot
        select sum(downloads) as downloads, sum(downloads) filter (where not undated and day > until - 7) as trend
        from (
          select *, case when bool_or(not imported) over () then ${today}::date
              else least(max(day) over (), ${today}::date) end as until
          from download_counts where package_id = wanted.package_id
        ) as counts
      ) as counted
      cross join lateral (
        select sum(stars) as total, count(*) as count from ratings where package_id = wanted.package_id
      ) as rated
      cross join lateral (
        select max(published_at) as at from versions where package_id = wanted.package_id and yanked_at is null
      ) as touched
    ), spelled as materialized (
      -- QuickAdd is found as “quick add”, and Quick Add as “quickadd”
      select *,
        left(regexp_replace(title, '([[:lower:]])([[:upper:]])', '\\1 \\2', 'g') || ' ' || translate(name, '@/._-', '     '), 400)
          as parts,
        left(regexp_replace(title, '[^[:alnum:]]+', '', 'g') || ' ' || title, 300) as joined
      from card
    ), worded as materialized (
      select package_id,
        power(least(1, ln(1 + downloads) / 16), 2) + case when publisher_domain is null then 0 else 0.05 end
          + case when listed_only then 0 else 0.02 end as popularity,
        name, lower(title) as title, lower(parts) as spelling,
        setweight(to_tsvector('simple', parts || ' ' || joined) || to_tsvector('english', parts || ' ' || joined), 'A')
        || setweight(to_tsvector('simple', array_to_string(tags, ' ')) || to_tsvector('english', array_to_string(tags, ' ')), 'B')
        || setweight(to_tsvector('english', left(description, 2000)), 'C') as head
      from spelled where shown
    ), document as (
      insert into search_documents as document (package_id, revision, ${list(documentColumns)})
      select package_id, nextval('search_revision'), ${list(documentColumns)} from spelled
      on conflict (package_id) do update
        set (revision, ${list(documentColumns)}) = row (excluded.revision, ${list(documentColumns, 'excluded.')})
      where (${list(documentColumns, 'document.')}) is distinct from (${list(documentColumns, 'excluded.')})
      returning package_id
    ), unfound as (
      delete from search_words using spelled where search_words.package_id = spelled.package_id and not shown
    ), worded_anew as (
      insert into search_words as words (package_id, ${list(wordColumns)})
      select package_id, ${list(wordColumns)} from worded
      on conflict (package_id) do update set (${list(wordColumns)}) = row (${list(wordColumns, 'excluded.')})
      where (${list(wordColumns, 'words.')}) is distinct from (${list(wordColumns, 'excluded.')})
      returning package_id
    )
    select (select count(*) from document) + (select count(*) from worded_anew) as changed`.execute(database)
  return rows[0]?.changed ?? 0
}

/** Packages of which downloads were counted, or ratings changed, since the documents were made. */
export async function movedPackages(database: Database, today: Date): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    with rated as (
      select package_id, sum(stars) as total, count(*) as count from ratings group by package_id
    )
    select distinct package_id as id from download_counts where day >= ${today}::date - 2
    union select package_id from search_documents where trend > 0
    union select document.package_id from search_documents as document left join rated using (package_id)
      where rating_sum <> coalesce(rated.total, 0) or rating_count <> coalesce(rated.count, 0)
    union select id from packages where not exists (select from search_documents where package_id = packages.id)
    order by 1`.execute(database)
  return rows.map(({ id }) => id)
}

/** Tells every process that documents changed, once the transaction is committed. */
export async function announceDocuments(transaction: Transaction): Promise<void> {
  await sql`notify search_documents`.execute(transaction)
}

/** Takes the turn to change documents until the transaction ends. */
export async function lockDocuments(transaction: Transaction, key: number): Promise<void> {
  await sql`select pg_advisory_xact_lock(${key})`.execute(transaction)
}

/**
 * Merges what was written into the indexes of words: until then every search reads it one by one. Merging thousands at
 * once takes a tenth of what as many single insertions do.
 */
export async function mergeWords(transaction: Transaction): Promise<void> {
  await sql`select gin_clean_pending_list('search_head'), gin_clean_pending_list('search_readme'), gin_clean_pending_list('search_spelling')`.execute(
    transaction,
  )
}

/** Brings the planner's figures up to date after many rows changed. */
export async function analyzeDocuments(database: Database | Transaction): Promise<void> {
  await sql`analyze search_documents, search_words`.execute(database)
}
