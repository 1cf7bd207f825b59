-- platform: mail waits here until SMTP took it, or for ever where there is none
create table mails (
  id bigint generated always as identity primary key,
  recipient text not null,
  subject text not null,
  body text not null,
  created_at timestamptz not null,
  sent_at timestamptz,
  attempts int not null default 0,
  next_attempt_at timestamptz not null,
  error text
);
create index on mails (next_attempt_at) where sent_at is null;

-- platform: how often something was tried in a window of time
create table rate_limits (
  key text primary key,
  used int not null,
  resets_at timestamptz not null
);
create index on rate_limits (resets_at);

-- accounts: sign-in, in the form that better-auth 1.7 reads
create schema auth;

create table auth."user" (
  id text primary key,
  name text not null,
  email text not null unique,
  email_verified boolean not null,
  image text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  two_factor_enabled boolean
);

create table auth.session (
  id text primary key,
  expires_at timestamptz not null,
  token text not null unique,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null,
  ip_address text,
  user_agent text,
  user_id text not null references auth."user" (id) on delete cascade
);
create index on auth.session (user_id);
create index on auth.session (expires_at);

create table auth.account (
  id text primary key,
  account_id text not null,
  provider_id text not null,
  user_id text not null references auth."user" (id) on delete cascade,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  password text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null
);
create index on auth.account (user_id);

create table auth.verification (
  id text primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index on auth.verification (identifier);
create index on auth.verification (expires_at);

create table auth.two_factor (
  id text primary key,
  secret text not null,
  backup_codes text not null,
  user_id text not null references auth."user" (id) on delete cascade,
  verified boolean,
  failed_verification_count integer,
  locked_until timestamptz
);
create index on auth.two_factor (secret);
create index on auth.two_factor (user_id);

create table auth.passkey (
  id text primary key,
  name text,
  public_key text not null,
  user_id text not null references auth."user" (id) on delete cascade,
  credential_id text not null,
  counter integer not null,
  device_type text not null,
  backed_up boolean not null,
  transports text,
  created_at timestamptz,
  aaguid text
);
create index on auth.passkey (user_id);
create index on auth.passkey (credential_id);

create table auth.device_code (
  id text primary key,
  device_code text not null unique,
  user_code text not null unique,
  user_id text,
  expires_at timestamptz not null,
  status text not null,
  last_polled_at timestamptz,
  polling_interval integer,
  client_id text,
  scope text
);

-- accounts: publishers, their members, the registry's own people
alter table publishers
  add look_alike text,
  add kind text not null default 'organization' check (kind in ('user', 'organization')),
  add domain text,
  add domain_secret text,
  add domain_verified_at timestamptz,
  add domain_checked_at timestamptz,
  add domain_failures int not null default 0,
  add ownership_changed_at timestamptz;
update publishers set look_alike = regexp_replace(lower(name), '[._-]+', '-', 'g');
-- Names that looked alike before this rule keep their own form.
update publishers set look_alike = name where id not in (select min(id) from publishers group by look_alike);
alter table publishers alter look_alike set not null, add unique (look_alike);

create table members (
  publisher_id bigint not null references publishers (id),
  user_id text not null references auth."user" (id) on delete cascade,
  role text not null check (role in ('owner', 'maintainer', 'publisher', 'billing', 'read')),
  since timestamptz not null,
  primary key (publisher_id, user_id)
);
create index on members (user_id);

create table invitations (
  id text primary key,
  publisher_id bigint not null references publishers (id),
  email text not null,
  role text not null check (role in ('owner', 'maintainer', 'publisher', 'billing', 'read')),
  -- the invited one takes over the ownership from the one who invites
  transfers boolean not null,
  hash bytea not null unique,
  invited_by text not null references auth."user" (id) on delete cascade,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index on invitations (publisher_id);

create table operators (
  user_id text not null references auth."user" (id) on delete cascade,
  role text not null check (role in ('admin', 'moderator', 'reviewer', 'auditor')),
  since timestamptz not null,
  primary key (user_id, role)
);

-- A token is a user's, with all that user may do, or a publisher's, with one role in it; its scope limits both.
alter table tokens
  drop constraint tokens_role_check,
  alter publisher_id drop not null,
  alter role drop not null,
  add user_id text references auth."user" (id) on delete cascade,
  add operator text check (operator in ('admin', 'moderator', 'reviewer', 'auditor')),
  add actions text[] not null default '{*}',
  add packages text[] not null default '{*}';
update tokens set operator = 'admin' where role = 'owner';
update tokens set role = case role when 'owner' then 'owner' when 'publisher' then 'maintainer' else 'read' end;
alter table tokens
  add check (role in ('owner', 'maintainer', 'publisher', 'billing', 'read')),
  add check ((user_id is null) <> (publisher_id is null)),
  add check ((publisher_id is null) = (role is null));
create index on tokens (user_id);
create index on tokens (publisher_id);
