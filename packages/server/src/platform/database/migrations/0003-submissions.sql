-- packages: what a version says of itself besides its manifest, and what a package shows of itself
alter table versions
  add release_notes text,
  add breaking boolean not null default false,
  add unpublished_at timestamptz,
  add unpublish_reason text;
alter table packages add listing jsonb;

-- submissions: on their way to be published
create table submissions (
  id text primary key,
  publisher_id bigint not null references publishers (id),
  state text not null check (state in
    ('uploaded', 'validating', 'in_review', 'changes_requested', 'approved', 'published', 'rejected', 'withdrawn')),
  -- whose it is: an account, or the token of a publisher
  submitter text not null,
  submitter_user text references auth."user" (id) on delete set null,
  upload_id text not null,
  name text,
  version text,
  listing jsonb,
  release_notes text,
  breaking boolean not null default false,
  checks jsonb not null default '[]',
  checks_total int not null default 0,
  -- how often checks began and the process ended with them
  unfinished_checks int not null default 0,
  claimed_by text,
  claimed_until timestamptz,
  decided_by text,
  appealed_at timestamptz,
  queued_at timestamptz,
  place_at_entry int,
  estimated_seconds int,
  decided_at timestamptz,
  created_at timestamptz not null,
  changed_at timestamptz not null
);
create index on submissions (state, queued_at);
create index on submissions (publisher_id, created_at);
create index on submissions (decided_at) where decided_at is not null;

create table submission_uploads (
  id text primary key,
  submission_id text not null references submissions (id) on delete cascade,
  number int not null,
  size bigint not null,
  sha256 text not null,
  sha512 text not null,
  key_id text,
  signature bytea,
  -- where the bytes are: here, or in a file of the uploads folder; neither once they are published or let go
  bytes bytea,
  upload text,
  created_at timestamptz not null,
  unique (submission_id, number)
);
create index on submission_uploads (upload) where upload is not null;

-- who changed the state, when and why
create table submission_events (
  id bigint generated always as identity primary key,
  submission_id text not null references submissions (id) on delete cascade,
  at timestamptz not null,
  action text not null,
  state text not null,
  actor text not null,
  why text not null
);
create index on submission_events (submission_id);

create table submission_comments (
  id bigint generated always as identity primary key,
  submission_id text not null references submissions (id) on delete cascade,
  upload_id text not null references submission_uploads (id) on delete cascade,
  file text,
  line int,
  author text not null,
  text text not null,
  at timestamptz not null
);
create index on submission_comments (submission_id);

-- re-encoded images; the originals are not kept
create table screenshots (
  id text primary key,
  publisher_id bigint not null references publishers (id),
  bytes bytea not null,
  width int not null,
  height int not null,
  sha256 text not null,
  created_at timestamptz not null
);
create index on screenshots (created_at);
