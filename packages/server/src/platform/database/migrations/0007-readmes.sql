-- packages: where a version's README comes from, and why it is cut or absent
alter table versions
  add readme_file text,
  add readme_note text,
  -- what is published before this looks for its README once
  add readme_pending boolean not null default true;
alter table versions alter readme_pending set default false;
create index on versions (id) where readme_pending;
-- who depends on a package
create index on versions using gin ((manifest -> 'dependencies'));

-- READMEs and release notes as they are shown
create table rendered_texts (
  version_id bigint not null references versions (id),
  part text not null check (part in ('readme', 'notes')),
  -- the rules that made it; made again by others
  renderer text not null,
  html text not null,
  failure text,
  made_at timestamptz not null,
  primary key (version_id, part)
);
