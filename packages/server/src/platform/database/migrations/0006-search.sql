create extension if not exists pg_trgm;

-- packages: the README's source, as the newest of its artifacts brought it
alter table versions add column readme text;

-- search: one row for each package, made from the tables of the features on its left
create sequence search_revision;
create table search_documents (
  package_id bigint primary key references packages (id),
  -- grows with every change of a row, in the order of commits: changes happen under one advisory lock
  revision bigint not null,
  -- false: nothing to be found is left; the row stays, so that every process hears of it
  shown boolean not null,
  name text not null,
  title text not null,
  description text not null,
  category text not null,
  publisher text not null,
  publisher_domain text,
  version text,
  updated_at timestamptz,
  published_at timestamptz not null,
  downloads bigint not null,
  trend bigint not null,
  rating_sum bigint not null,
  rating_count int not null,
  price jsonb,
  license text,
  platforms text[] not null,
  tags text[] not null,
  listed_only boolean not null,
  repository text,
  -- words of the README
  readme tsvector not null
);
create index on search_documents (publisher text_pattern_ops) where shown;
create index on search_documents (revision);

-- search: what words are looked for in, apart from the rest, as thousands of rows are read for one search
create table search_words (
  package_id bigint primary key,
  -- what comes first of two equal fits: 0 to about 1
  popularity real not null,
  name text not null,
  -- the title in lower case
  title text not null,
  -- what is typed when the name is meant: words of title and name, lower case
  spelling text not null,
  -- name and title (A), tags (B) and description (C)
  head tsvector not null
);
alter table search_words alter head set statistics 500;
-- a refresh of thousands of rows fits the list of what waits, and merges it before it commits
create index search_head on search_words using gin (head) with (gin_pending_list_limit = 65536);
create index search_readme on search_documents using gin (readme) with (gin_pending_list_limit = 65536);
create index search_spelling on search_words using gin (spelling gin_trgm_ops) with (gin_pending_list_limit = 65536);
create index on search_words (popularity desc);
create index on search_words (title text_pattern_ops);
create index on search_words (name text_pattern_ops);

-- what is there already is heard of like what comes
insert into outbox (consumer, topic, payload)
select 'search', 'packages.published', jsonb_build_object('packageId', id) from packages;
