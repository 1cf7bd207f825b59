alter table versions add column readme text;
