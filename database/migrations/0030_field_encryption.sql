-- What a report says is sealed before it reaches the database, each field under the data key of its record (src/platform/vault).
-- Plain words cannot be sealed here, where no key is. So far there are demonstrations only: their reports go, with all that hangs on
-- them; where there is anything else, nothing is touched.
do $$
begin
  if exists (select from signal) and exists (select from organization where not demo) then
    raise exception 'This database holds reports from before fields were sealed. Nothing was changed. Take them out and put them in anew.';
  end if;
end $$;
truncate signal, case_file, disclosure, response, response_event, page, voice_task, message, sandbox_delivery, supervisor_alert,
  danger_call, due cascade;

-- One key for each record and organization, and one more each time a new one is wanted. Destroyed: the row stays, the key does not.
create table data_key (
  id uuid primary key,
  organization_id uuid not null,
  record_id uuid not null,
  version integer not null check (version between 1 and 1000000),
  wrapped bytea check (octet_length(wrapped) between 16 and 2048),
  master_key_version integer not null check (master_key_version >= 0),
  created_at timestamptz not null,
  destroyed_at timestamptz,
  check ((wrapped is null) = (destroyed_at is not null)),
  unique (record_id, organization_id, version)
);
create index data_key_by_master_key on data_key (master_key_version, id) where destroyed_at is null;
comment on column data_key.record_id is 'A report or a case. It never changes, whatever is linked to what.';

alter table signal
  drop column safe_contact_address,
  drop column narrative,
  drop column own_words,
  drop column appearance,
  drop column transit,
  drop column place,
  drop column do_not_tell,
  drop column safe_contact,
  drop column closed_reason,
  drop column door_moved_reason;
alter table signal
  add column narrative bytea not null check (octet_length(narrative) < 100000),
  add column own_words bytea check (octet_length(own_words) < 30000),
  add column appearance bytea check (octet_length(appearance) < 10000),
  add column transit bytea check (octet_length(transit) < 20000),
  add column place bytea check (octet_length(place) < 20000),
  add column do_not_tell bytea check (octet_length(do_not_tell) < 10000),
  add column safe_contact bytea check (octet_length(safe_contact) < 4000),
  -- Finds the report that a text belongs to, without the number.
  add column safe_contact_index bytea check (octet_length(safe_contact_index) = 8),
  add column closed_reason bytea check (octet_length(closed_reason) < 20000),
  add column door_moved_reason bytea check (octet_length(door_moved_reason) < 20000);
create index signal_by_safe_contact on signal (safe_contact_index, received_at) where safe_contact_index is not null;
comment on column signal.appearance is 'Kept apart from what was observed; never part of a rank or an assessment.';
