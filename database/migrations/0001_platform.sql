-- Platform, audit and identity: what every other room stands on.
-- Roles (alight_owner, alight_app, alight_auth) are made by the migrator before the first migration, since they belong to
-- the whole server and not to one database.

-- Pages, escalations, clocks and events that are due at an instant. Claimed FOR UPDATE SKIP LOCKED with a short lease.
create table due (
  id uuid primary key,
  kind text not null check (length(kind) between 1 and 100),
  subject_id uuid not null,
  dedupe_key text not null default '',
  due_at timestamptz not null,
  payload jsonb not null default '{}',
  attempts integer not null default 0,
  leased_until timestamptz,
  lease uuid
);
create unique index due_once on due (kind, subject_id, dedupe_key);
create index due_by_time on due (due_at, id);
comment on table due is 'Work that must happen at an instant; the row is deleted in the transaction that does the work.';

-- The demonstration clock outlives a restart: time that went forward does not jump back.
create table sandbox_clock (
  id smallint primary key check (id = 1),
  offset_milliseconds bigint not null check (offset_milliseconds >= 0)
);

-- One row a thing that happened. Ids and codes only, never content. The tree over these rows comes later.
create table audit_leaf (
  id uuid primary key,
  at timestamptz not null,
  actor_kind text not null check (actor_kind in ('staff', 'signaler', 'responder', 'system')),
  actor_id uuid,
  action text not null check (length(action) between 1 and 80),
  subject_kind text not null check (length(subject_kind) between 1 and 40),
  subject_id uuid not null,
  detail jsonb not null default '{}' check (pg_column_size(detail) < 8192)
);
create index audit_leaf_by_subject on audit_leaf (subject_id, at, id);
revoke update, delete, truncate on audit_leaf from alight_app;

-- Who works here. Sign-in comes later; until then the demonstration's staff are chosen by name on this machine only.
create table staff (
  id uuid primary key,
  name text not null check (length(name) between 1 and 120),
  role text not null check (role in ('hotline-advocate', 'supervisor'))
);
