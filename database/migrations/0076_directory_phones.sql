-- How to reach a helper by telephone (HSDS 3.1 "phone"), and whether where they are is kept secret. Of such a one nothing is shown but the
-- region and the telephone: no link leads to pages that may name a street.
alter table directory_entry add column confidential boolean not null default true;
alter table directory_entry alter column website drop not null;
-- Until the facts are read again nothing says whose place is open.
update directory_entry set website = null;
alter table directory_entry add constraint directory_entry_confidential check (not confidential or website is null);

create table directory_phone (
  entry_id uuid not null references directory_entry (id) on delete cascade,
  place smallint not null check (place between 1 and 5),
  number text not null check (number ~ '^(1-)?[0-9]{3}-[0-9]{3}-[0-9]{4}$' or number ~ '^[0-9]{3,6}$'),
  kind text not null check (kind in ('voice', 'text', 'voice and text')),
  description text not null check (length(description) between 1 and 160),
  primary key (entry_id, place)
);
comment on column directory_phone.place is 'In which order they are shown.';
