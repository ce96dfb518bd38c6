-- Everybody who may sign in: eight roles, the organization they work for, and whether they still do. Somebody who left keeps their
-- row, so that what they did keeps its name, and may do nothing.
alter table staff drop constraint staff_role_check;
alter table staff
  add column organization_id uuid not null default '01900000-0000-7000-8000-0000000000a1',
  add column active boolean not null default true,
  add constraint staff_role_check check (role in ('hotline-advocate', 'supervisor', 'hotline-administrator',
    'agency-coordinator', 'responder', 'provider-advocate', 'auditor', 'service-account')),
  -- The hotline's own roles exist at the organization that runs this instance and nowhere else.
  add constraint staff_role_at check (role not in ('hotline-advocate', 'supervisor', 'hotline-administrator')
    or organization_id = '01900000-0000-7000-8000-0000000000a1');
create index staff_by_name on staff (name, id);
comment on table staff is 'People and service accounts who may be let in, and who were.';
comment on column staff.active is 'False: nobody, whatever they present.';
