-- Reports, what is written both ways, and what staff make of them.

create table signal (
  id uuid primary key,
  received_at timestamptz not null,
  channel text not null check (channel in ('web-form', 'partner', 'call', 'text', 'chat', 'email', 'walk-in')),
  door text not null check (door in ('help', 'tip', 'professional')),
  relation text not null,
  proximity text not null,
  language text not null check (length(language) between 2 and 35),
  danger text not null check (danger in ('imminent', 'soon', 'not-known', 'none')),
  age_group text not null check (age_group in ('minor', 'adult', 'unknown')),
  narrative text not null check (length(narrative) between 1 and 20000),
  own_words text check (length(own_words) <= 5000),
  observations text[] not null default '{}' check (cardinality(observations) <= 40),
  appearance text check (length(appearance) <= 2000),
  transit jsonb check (pg_column_size(transit) < 4096),
  place jsonb check (pg_column_size(place) < 4096),
  do_not_tell text check (length(do_not_tell) <= 2000),
  safe_contact jsonb check (pg_column_size(safe_contact) < 2048),
  state text not null check (state in ('received', 'read', 'closed')),
  read_at timestamptz,
  closed_at timestamptz,
  acted_on_at timestamptz,
  code_hash bytea not null,
  code_revoked_at timestamptz,
  code_elsewhere boolean not null default false,
  key_hash bytea not null unique,
  body_hash bytea not null
);
create index signal_by_code on signal (code_hash);
create index signal_open on signal (received_at) where state <> 'closed';
comment on column signal.appearance is 'Kept apart from what was observed; never part of a rank or an assessment.';

-- The person's own consent: one recipient a row.
create table release (
  id uuid primary key,
  signal_id uuid not null references signal (id) on delete cascade,
  recipient text not null check (length(recipient) between 1 and 200),
  items text[] not null check (cardinality(items) between 1 and 40),
  purpose text not null check (length(purpose) between 1 and 500),
  until timestamptz not null,
  given_at timestamptz not null,
  by_the_person boolean not null,
  informed boolean not null,
  withdrawn_at timestamptz
);
create index release_by_signal on release (signal_id);

create table dialogue_message (
  id uuid primary key,
  signal_id uuid not null references signal (id) on delete cascade,
  author text not null check (author in ('signaler', 'advocate')),
  body text not null check (length(body) between 1 and 5000),
  at timestamptz not null,
  staff_id uuid,
  key_hash bytea not null,
  unique (signal_id, key_hash)
);

create table assessment (
  id uuid primary key,
  signal_id uuid not null references signal (id) on delete cascade,
  at timestamptz not null,
  by_staff_id uuid not null,
  observed_behaviours text[] not null,
  own_words boolean not null,
  strength text not null check (strength in ('high', 'moderate', 'none')),
  danger text not null check (danger in ('imminent', 'soon', 'not-known', 'none')),
  age_group text not null check (age_group in ('minor', 'adult', 'unknown')),
  appearance_only boolean not null,
  reason text not null check (length(reason) between 1 and 4000)
);
create index assessment_by_signal on assessment (signal_id, at desc);

create table supervisor_alert (
  id uuid primary key,
  at timestamptz not null,
  kind text not null check (length(kind) between 1 and 60),
  words text not null check (length(words) between 1 and 1000),
  signal_id uuid,
  response_id uuid,
  handled_at timestamptz,
  handled_by uuid
);
create index supervisor_alert_open on supervisor_alert (at) where handled_at is null;
