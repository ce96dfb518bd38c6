-- Whom not to tell can be an organization, one of its units, one person of it or of ours, or a name that nobody in here has.
-- The unique key on the organization stays as it is, for code from before.
alter table do_not_tell
  alter column organization_id drop not null,
  add column unit_id uuid references unit (id),
  add column contact_id uuid references contact (id),
  add column staff_id uuid references staff (id),
  add column name bytea check (octet_length(name) < 2000),
  add constraint do_not_tell_one_whom check (num_nonnulls(organization_id, unit_id, contact_id, staff_id, name) = 1),
  add constraint do_not_tell_unit_key unique (case_id, unit_id),
  add constraint do_not_tell_contact_key unique (case_id, contact_id),
  add constraint do_not_tell_staff_key unique (case_id, staff_id);
comment on column do_not_tell.name is 'Whom nothing in here matches: shown to whoever decides, and never compared.';
create index do_not_tell_staff on do_not_tell (staff_id) where staff_id is not null;

-- A unit can have telephones of its own, and a page is opened by somebody.
alter table contact add column unit_id uuid references unit (id) on delete set null;
alter table page_session add column contact_id uuid;
