-- Messages both ways, and pages.

create table message (
  id uuid primary key,
  direction text not null check (direction in ('out', 'in')),
  wire text not null check (wire in ('sms', 'email', 'webhook')),
  address text not null check (length(address) between 1 and 2000),
  subject text,
  body text not null check (length(body) <= 8000),
  ledger text check (ledger in ('disclosure', 'dialogue')),
  ledger_id uuid,
  about_kind text,
  about_id uuid,
  dedupe_key text,
  provider_id text,
  state text not null check (state in ('queued', 'sending', 'sent', 'failed', 'withheld', 'received')),
  at timestamptz not null,
  sent_at timestamptz,
  check (direction = 'in' or (ledger is not null and ledger_id is not null and dedupe_key is not null))
);
create unique index message_out_once on message (ledger_id, dedupe_key) where direction = 'out';
create unique index message_in_once on message (wire, provider_id) where direction = 'in';
create index message_about on message (about_id, at);
create index message_by_address on message (address, at);

-- What the sandbox phones have got: one row per actual sending, as a carrier would have it, so that doubles show.
create table sandbox_delivery (
  id uuid primary key,
  message_id uuid not null,
  wire text not null,
  address text not null,
  body text not null,
  at timestamptz not null
);
create index sandbox_delivery_by_time on sandbox_delivery (at desc, id);

-- One message asking one unit to take a role.
create table page (
  id uuid primary key,
  code text not null check (length(code) = 4),
  response_id uuid not null,
  role text not null,
  organization_id uuid not null,
  is_lead boolean not null,
  offer jsonb not null check (pg_column_size(offer) < 32768),
  detail jsonb not null check (pg_column_size(detail) < 32768),
  ledger text not null check (ledger = 'disclosure'),
  ledger_id uuid not null,
  call_back_phone text not null,
  state text not null check (state in ('notified', 'delivered', 'accepted', 'declined', 'timed-out', 'en-route', 'staged', 'released')),
  rung integer not null default 0,
  rung_seconds integer not null,
  paged_at timestamptz not null,
  ack_due_at timestamptz not null,
  delivered_at timestamptz,
  acknowledged_at timestamptz,
  en_route_at timestamptz,
  eta_at timestamptz,
  staged_at timestamptz,
  all_clear_at timestamptz,
  released_at timestamptz,
  release_words text,
  decline_reason text check (length(decline_reason) <= 1000),
  outcome text,
  contacts jsonb not null
);
create unique index page_code_open on page (code) where state <> 'released';
create index page_by_response on page (response_id);

create table page_link (
  token_hash bytea primary key,
  page_id uuid not null references page (id) on delete cascade,
  contact_id uuid,
  at timestamptz not null,
  exchanged_at timestamptz,
  revoked_at timestamptz
);
create index page_link_by_page on page_link (page_id);

create table page_session (
  session_hash bytea primary key,
  page_id uuid not null references page (id) on delete cascade,
  at timestamptz not null,
  revoked_at timestamptz
);
create index page_session_by_page on page_session (page_id);

-- A call that a person at the hotline must make.
create table voice_task (
  id uuid primary key,
  kind text not null check (kind in ('psap', 'desk-page', 'call-back')),
  organization_id uuid,
  organization_name text not null,
  phone text not null,
  script text not null check (length(script) <= 4000),
  subject_id uuid not null,
  page_id uuid references page (id) on delete cascade,
  at timestamptz not null,
  due_at timestamptz not null,
  done_at timestamptz,
  done_by uuid,
  result text check (result in ('confirmed', 'declined', 'no-answer')),
  call_taker text check (length(call_taker) <= 200),
  cad_number text check (length(cad_number) <= 100)
);
create index voice_task_open on voice_task (due_at) where done_at is null;
create index voice_task_by_subject on voice_task (subject_id);
