-- packages: what a catalogue elsewhere says of a package that was not published here
create table catalogue_entries (
  package_id bigint primary key references packages (id),
  -- where the entry comes from: the catalogue's own name
  source text not null,
  title text not null,
  description text not null,
  category text not null,
  repository text,
  -- the newest version that the catalogue knows
  version text,
  updated_at timestamptz,
  imported_at timestamptz not null
);

-- what the registry's people want to show first, in this order
create table featured_packages (
  package_id bigint primary key references packages (id),
  place integer not null unique
);

-- analytics: downloads a day (UTC), counted here or by an imported catalogue
create table download_counts (
  package_id bigint not null references packages (id),
  version text not null,
  day date not null,
  downloads bigint not null check (downloads >= 0),
  imported boolean not null default false,
  -- of a catalogue: all of whose day nothing is known; they were counted until the day, that of its snapshot
  undated boolean not null default false,
  check (imported or not undated),
  primary key (package_id, day, version, imported, undated)
);

-- community: one rating of each account for a package
create table ratings (
  package_id bigint not null references packages (id),
  user_id text not null references auth."user" (id) on delete cascade,
  stars smallint not null check (stars between 1 and 5),
  rated_at timestamptz not null,
  primary key (package_id, user_id)
);
create index on ratings (user_id);
