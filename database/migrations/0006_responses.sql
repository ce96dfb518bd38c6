-- Cases, disclosures and responses: what is known together, who was told what and why, and getting everyone there.

-- One reported situation. Many signals may speak of it.
create table case_file (
  id uuid primary key,
  opened_at timestamptz not null
);

create table case_signal (
  signal_id uuid primary key,
  case_id uuid not null references case_file (id) on delete cascade,
  linked_at timestamptz not null
);
create index case_signal_by_case on case_signal (case_id);

-- "Is there anyone, including police, we should not tell?" It beats every duty to tell.
create table do_not_tell (
  id uuid primary key,
  case_id uuid not null references case_file (id) on delete cascade,
  organization_id uuid not null,
  reason text not null check (length(reason) between 1 and 2000),
  by_staff_id uuid,
  at timestamptz not null,
  unique (case_id, organization_id)
);

-- The vehicle the person is on, as staff linked it, and where they themselves get off when that is known.
create table case_trip (
  case_id uuid primary key references case_file (id) on delete cascade,
  trip_id text not null check (length(trip_id) between 1 and 200),
  service_date date not null,
  alighting_stop_id text check (length(alighting_stop_id) between 1 and 200),
  linked_by uuid,
  at timestamptz not null
);

-- What may leave, to whom, on which basis: written before anything leaves. Words of items, never contents.
create table disclosure (
  id uuid primary key,
  case_id uuid not null references case_file (id),
  signal_id uuid not null,
  organization_id uuid not null,
  items text[] not null check (cardinality(items) between 1 and 40),
  basis text not null check (basis in
    ('consent', 'imminent-danger', 'mandated-report-minor', 'third-party-tip', 'court-order')),
  facts jsonb not null default '{}' check (pg_column_size(facts) < 16384),
  reason text not null check (length(reason) between 1 and 4000),
  confirmed_by uuid,
  second_by uuid,
  at timestamptz not null,
  revoked_at timestamptz,
  revoked_reason text,
  delivered_at timestamptz,
  opened_at timestamptz,
  check (second_by is null or second_by <> confirmed_by)
);
create index disclosure_by_case on disclosure (case_id, at);
create index disclosure_by_signal on disclosure (signal_id);
comment on column disclosure.confirmed_by is 'The person who confirmed; null only where a rule acts at once (imminent danger).';

create table response (
  id uuid primary key,
  signal_id uuid not null,
  case_id uuid not null references case_file (id),
  state text not null check (state in ('open', 'stood-down', 'closed')),
  reason text not null check (length(reason) between 1 and 4000),
  confirmed_by uuid not null,
  second_by uuid check (second_by <> confirmed_by),
  lead_role text not null,
  lead_organization_id uuid,
  plan jsonb not null,
  last_sequence bigint not null default 0,
  opened_at timestamptz not null,
  ended_at timestamptz
);
create unique index response_open_once on response (signal_id) where state = 'open';
create index response_by_signal on response (signal_id, opened_at);

create table response_role (
  response_id uuid not null references response (id) on delete cascade,
  role text not null,
  required boolean not null,
  state text not null check (state in
    ('asking', 'acknowledged', 'en-route', 'staged', 'unfilled', 'stood-down')),
  state_at timestamptz not null,
  eta_at timestamptz,
  organization_id uuid,
  page_id uuid,
  candidates jsonb not null default '[]',
  primary key (response_id, role)
);
comment on column response_role.candidates is 'Who is still to be asked, in the order of the plan.';

-- Which page asked whom, under which disclosure.
create table response_page (
  page_id uuid primary key,
  response_id uuid not null references response (id) on delete cascade,
  role text not null,
  organization_id uuid not null,
  disclosure_id uuid not null references disclosure (id),
  state text not null,
  started_at timestamptz not null
);
create index response_page_by_role on response_page (response_id, role);

-- The timeline. Sequences are given out under the lock of the response's row, so they are gapless in commit order:
-- who has read up to n can ask for what comes after n and misses nothing.
create table response_event (
  response_id uuid not null references response (id) on delete cascade,
  sequence bigint not null check (sequence > 0),
  at timestamptz not null,
  kind text not null,
  who text not null,
  what text not null check (length(what) between 1 and 4000),
  primary key (response_id, sequence)
);

-- The voice task that imminent danger opened at once, so that a second report of the same danger opens no second one.
create table danger_call (
  signal_id uuid primary key,
  at timestamptz not null,
  organization_ids uuid[] not null
);
