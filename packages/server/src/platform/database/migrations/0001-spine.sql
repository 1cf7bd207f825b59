-- accounts
create table publishers (
  id bigint generated always as identity primary key,
  name text not null unique,
  created_at timestamptz not null default now()
);

create table tokens (
  id text primary key,
  hash bytea not null unique,
  name text not null,
  role text not null check (role in ('owner', 'publisher', 'reader')),
  publisher_id bigint not null references publishers (id),
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  revoked_at timestamptz,
  last_used_at timestamptz
);

create table publisher_keys (
  key_id text primary key,
  publisher_id bigint not null references publishers (id),
  pem text not null,
  valid_from timestamptz not null,
  revoked_at timestamptz,
  revoked_reason text
);
create index on publisher_keys (publisher_id);

create table key_challenges (
  challenge text primary key,
  publisher_id bigint not null references publishers (id),
  key_id text not null,
  expires_at timestamptz not null
);

-- packages: rows are never deleted, so that a name and version can never be published twice
create table packages (
  id bigint generated always as identity primary key,
  name text not null unique,
  look_alike text not null unique,
  publisher_id bigint not null references publishers (id),
  created_at timestamptz not null
);
create index on packages (publisher_id);

create table versions (
  id bigint generated always as identity primary key,
  package_id bigint not null references packages (id),
  version text not null,
  category text not null,
  manifest jsonb not null,
  published_at timestamptz not null,
  yanked_at timestamptz,
  yank_reason text,
  unique (package_id, version)
);

create table artifacts (
  id bigint generated always as identity primary key,
  version_id bigint not null references versions (id),
  platform text not null,
  format text not null,
  path text not null unique,
  size bigint not null,
  sha256 text not null,
  sha512 text not null,
  key_id text not null references publisher_keys (key_id),
  signature bytea not null,
  -- where the bytes wait until the tree has them durably: here, or in a file of the uploads folder
  bytes bytea,
  upload text,
  unique (version_id, platform)
);
create index on artifacts (upload) where upload is not null;

-- events, one row for each feature that must hear of one
create table outbox (
  id bigint generated always as identity primary key,
  consumer text not null,
  topic text not null,
  payload jsonb not null,
  at timestamptz not null default now()
);
create index on outbox (consumer, id);

-- trust
create table tuf_roots (
  version bigint primary key,
  bytes bytea not null
);

-- Versions of TUF metadata come from one sequence, which never goes back, even when a transaction does.
create sequence tuf_version;

create table tuf_roles (
  role text primary key,
  version bigint not null,
  expires_at timestamptz not null,
  path text not null
);

-- index: what the tree says, and the redo log of the writes that make it so
create table tree_targets (
  target text primary key,
  bin text not null,
  length bigint not null,
  sha256 text not null
);
create index on tree_targets (bin);

create table tree_writes (
  id bigint generated always as identity primary key,
  path text not null,
  bytes bytea,
  artifact_id bigint references artifacts (id)
);

create table tree_superseded (
  path text primary key,
  at timestamptz not null
);

create table index_state (
  only_row boolean primary key default true check (only_row),
  listings_dirty boolean not null default false,
  listings_built_at timestamptz
);
insert into index_state default values;
