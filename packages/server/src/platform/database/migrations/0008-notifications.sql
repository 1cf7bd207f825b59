-- accounts: which mails an account wants; without a row, all
create table notifications (
  user_id text primary key references auth."user" (id) on delete cascade,
  submissions boolean not null,
  reviews boolean not null,
  purchases boolean not null
);

-- accounts: when a passkey signed in last
alter table auth.passkey add column last_used_at timestamptz;

-- accounts: where a device asks from, shown to whoever is to approve it
alter table auth.device_code
  add column asked_from text,
  add column asked_with text;

-- submissions: the last one of a package
create index on submissions (name, created_at);
