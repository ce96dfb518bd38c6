-- That somebody's password path is slowed stands in the audit log once for each wait, however many tries come in it.
alter table auth.password_path add column told_failures integer;
comment on column auth.password_path.told_failures is 'After how many failures the log last said that tries are refused unseen. Null: never.';
