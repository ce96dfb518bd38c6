-- A report that was sent before its last page: whole as far as it goes, and perhaps more will come by its code.
alter table signal add column unfinished boolean not null default false;
