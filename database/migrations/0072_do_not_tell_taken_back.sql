-- An entry of the do-not-tell list can be taken back, with who did it and why. It stays as a row: what was once said of somebody is not
-- lost, and code from before goes on holding it back. Whoever was taken off can be listed again, so each key counts what stands.
alter table do_not_tell
  add column taken_back_at timestamptz,
  add column taken_back_by uuid,
  add column taken_back_reason bytea check (octet_length(taken_back_reason) < 20000),
  add constraint do_not_tell_taken_back check (num_nonnulls(taken_back_at, taken_back_by, taken_back_reason) in (0, 3)),
  drop constraint do_not_tell_case_id_organization_id_key,
  drop constraint do_not_tell_unit_key,
  drop constraint do_not_tell_contact_key,
  drop constraint do_not_tell_staff_key;
create unique index do_not_tell_organization_stands on do_not_tell (case_id, organization_id) where taken_back_at is null;
create unique index do_not_tell_unit_stands on do_not_tell (case_id, unit_id) where taken_back_at is null;
create unique index do_not_tell_contact_stands on do_not_tell (case_id, contact_id) where taken_back_at is null;
create unique index do_not_tell_staff_stands on do_not_tell (case_id, staff_id) where taken_back_at is null;
create index do_not_tell_of_case on do_not_tell (case_id);
