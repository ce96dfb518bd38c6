-- Where a signaler can be reached, apart from everything else: the report and its messages hold a handle, and the number lies here,
-- sealed under the key of a day. When the day's key is destroyed, nobody opens the number or finds anything by it, in any copy.
create table number_batch (
  id uuid primary key,
  day date not null,
  closed_at timestamptz,
  forgotten_at timestamptz,
  check (forgotten_at is null or closed_at is not null)
);
create unique index number_batch_open on number_batch (day) where closed_at is null;
create index number_batch_kept on number_batch (day) where forgotten_at is null;
comment on column number_batch.day is 'On which day (UTC) the last message went to or came from the numbers in it.';
comment on column number_batch.closed_at is 'No number comes in any more: the day''s key is about to be destroyed.';

create table kept_number (
  id uuid primary key,
  batch_id uuid not null references number_batch (id),
  wire text not null check (wire in ('sms', 'email')),
  -- Whether its wire takes it as it was written.
  usable boolean not null,
  address bytea check (octet_length(address) < 2000),
  purpose bytea check (octet_length(purpose) < 5000),
  address_index bytea check (octet_length(address_index) = 8),
  loose_index bytea check (octet_length(loose_index) = 8),
  check (address is not null or (address_index is null and loose_index is null and purpose is null))
);
create index kept_number_by_batch on kept_number (batch_id) where address is not null;
create index kept_number_by_address on kept_number (address_index) where address_index is not null;
create index kept_number_by_loose on kept_number (loose_index) where loose_index is not null;
comment on column kept_number.address is 'Null: forgotten.';
comment on column kept_number.purpose is 'For what they agreed to be called back; null: nobody calls.';
comment on column kept_number.loose_index is 'By what somebody who searches may know of it: the last digits of a number, an address without its label.';

-- Numbers that were sealed with the reports cannot be moved here, where no key is. So far there are demonstrations only: those reports
-- are answered by code from now on.
alter table signal drop column safe_contact, drop column safe_contact_index;
alter table signal add column number_id uuid references kept_number (id);
create index signal_by_number on signal (number_id, received_at) where number_id is not null;
comment on column signal.number_id is 'The handle of where the signaler can be reached; what it stands for is forgotten long before the report is.';

alter table message alter column address drop not null, alter column address_index drop not null;
update message set address = null, address_index = null where direction = 'in' or about_kind = 'signal';
alter table message
  add column number_id uuid references kept_number (id),
  add check ((address is null) = (address_index is null)),
  add check (address is null or number_id is null);
create index message_by_number on message (number_id, at) where number_id is not null;
comment on column message.number_id is 'In place of the address, where it is a signaler''s or nobody knows whose.';

alter table legal_hold add column keeps_number boolean not null default false;
comment on column legal_hold.keeps_number is 'Staff were ordered to keep the signaler''s number as well; otherwise it is forgotten on its day.';
