-- packages: artifacts that only who is entitled may download
alter table packages add gated boolean not null default false;
alter table artifacts add gated boolean not null default false;

-- billing: every price a package ever had; the last row is the current one
create table prices (
  id bigint generated always as identity primary key,
  package_id bigint not null references packages (id),
  type text not null check (type in ('free', 'paid', 'freemium', 'subscription')),
  amount bigint check (amount > 0 and amount <= 1000000000),
  currency text check (currency ~ '^[a-z]{3}$'),
  "interval" text check ("interval" in ('month', 'year')),
  since timestamptz not null,
  check ((amount is null) = (currency is null)),
  check ((type = 'subscription') = ("interval" is not null)),
  check (type not in ('paid', 'subscription') or amount is not null)
);
create index on prices (package_id, id);

-- what was offered to a buyer, before any payment
create table purchases (
  id uuid primary key,
  user_id text not null references auth."user" (id) on delete cascade,
  package_id bigint not null references packages (id),
  type text not null check (type in ('paid', 'freemium', 'subscription')),
  -- as the payment service counts it
  amount bigint not null,
  currency text not null,
  "interval" text,
  started_at timestamptz not null,
  -- of the payment page; unknown until the payment service answered
  session_id text unique,
  checkout_url text,
  session_expires_at timestamptz
);
create index on purchases (user_id, package_id);

-- each event of the payment service, once; `refs` are the ids it names, by which events of one purchase find each other
create table payment_events (
  id text primary key,
  type text not null,
  created_at timestamptz not null,
  received_at timestamptz not null,
  refs text[] not null,
  fact jsonb not null
);
create index on payment_events using gin (refs);

create table entitlements (
  id uuid primary key,
  -- a grant is to whoever has the address, with or without an account yet; all others are an account's
  user_id text references auth."user" (id) on delete cascade,
  email text,
  package_id bigint not null references packages (id),
  kind text not null check (kind in ('purchase', 'subscription', 'grant', 'code')),
  status text not null check (status in ('active', 'expired', 'revoked')),
  since timestamptz not null,
  until timestamptz,
  purchase_id uuid unique references purchases (id) on delete cascade,
  code_id uuid,
  granted_by text,
  why text not null,
  check ((user_id is null) <> (email is null)),
  check ((email is not null) = (kind = 'grant'))
);
create index on entitlements (user_id, package_id);
create index on entitlements (email, package_id);
create index on entitlements (package_id);
create index on entitlements (until) where status = 'active';

-- append-only: what became of an entitlement, when and why
create table entitlement_changes (
  id bigint generated always as identity primary key,
  entitlement_id uuid,
  purchase_id uuid,
  package_id bigint not null,
  status text not null check (status in ('active', 'expired', 'revoked', 'refused')),
  until timestamptz,
  why text not null,
  at timestamptz not null
);
create index on entitlement_changes (entitlement_id);
create index on entitlement_changes (purchase_id);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'rows of % are never changed', tg_table_name;
end
$$;
create trigger append_only before update or delete or truncate on entitlement_changes
  for each statement execute function refuse_change();
create trigger append_only before update or delete or truncate on prices
  for each statement execute function refuse_change();

create table entitlement_codes (
  id uuid primary key,
  package_id bigint not null references packages (id),
  hash bytea not null unique,
  uses_left int not null check (uses_left >= 0),
  uses int not null check (uses > 0),
  -- the code works until then
  until timestamptz,
  -- what it gives lasts so long
  days int,
  made_by text not null,
  created_at timestamptz not null
);
create index on entitlement_codes (package_id);
alter table entitlements
  add foreign key (code_id) references entitlement_codes (id),
  add unique (code_id, user_id);
