-- Who gives somebody a voice in destroying, in breaking glass and in recoveries does not do it alone: a second person agrees.

create table role_grant (
  id uuid primary key,
  person_id uuid not null references staff (id),
  role text not null check (role in ('supervisor', 'hotline-administrator')),
  asked_by uuid not null references staff (id) check (asked_by <> person_id),
  asked_at timestamptz not null,
  -- Empty although it was agreed: on the machine itself, where nobody else could (docs/decisions/0019).
  agreed_by uuid references staff (id) check (agreed_by <> asked_by and agreed_by <> person_id),
  agreed_at timestamptz,
  refused_by uuid references staff (id),
  refused_at timestamptz,
  check (agreed_by is null or agreed_at is not null),
  check ((refused_by is null) = (refused_at is null)),
  check (agreed_at is null or refused_at is null)
);
create unique index role_grant_open on role_grant (person_id) where agreed_at is null and refused_at is null;
comment on table role_grant is 'A role that counts only when a second person agreed.';

-- An invitation to such a role has no link until somebody agreed, and whoever agreed gets the link, not whoever asked.
alter table auth.invitation
  add column agreed_by uuid check (agreed_by <> invited_by and agreed_by <> person_id),
  add column agreed_at timestamptz,
  alter column token_hash drop not null,
  drop constraint invitation_check,
  add constraint invitation_life check (expires_at <= case
    when token_hash is null then created_at + interval '72 hours'
    else coalesce(agreed_at, created_at) + interval '24 hours' end),
  add constraint invitation_agreed check (agreed_by is null or agreed_at is not null);

-- Links to such a role that are out and were made by one person alone open nothing from here on.
-- The owner of the table sees no row of it unless it says so.
alter table auth.invitation no force row level security;
update auth.invitation set revoked_at = now()
  where used_at is null and revoked_at is null and kind = 'invitation' and invited_by is not null
    and role in ('supervisor', 'hotline-administrator');
alter table auth.invitation force row level security;
-- Not valid: of links that were used before, nothing is claimed.
alter table auth.invitation add constraint invitation_by_two check (
  kind = 'recovery' or invited_by is null or role not in ('supervisor', 'hotline-administrator')
  or token_hash is null or agreed_at is not null) not valid;
