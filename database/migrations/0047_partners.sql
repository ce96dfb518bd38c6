-- Organizations whose own apps send reports, and their keys. No secret is here: each is derived from the key's id under a key
-- outside the database, as codes are, so a copy of these tables signs nothing.

create table partner (
  id uuid primary key,
  name text not null check (length(name) between 1 and 120),
  feed_id text check (length(feed_id) between 1 and 60),
  per_minute integer not null check (per_minute between 1 and 6000),
  made_by uuid not null references staff (id),
  made_at timestamptz not null
);
create unique index partner_by_name on partner (lower(name));
comment on table partner is 'Organizations, such as transit operators, whose own apps send reports.';
comment on column partner.feed_id is 'The timetable here in which their trip_id is to be looked up.';
comment on column partner.per_minute is 'The contract: so many reports a minute are expected. More are taken as well, and are marked.';

create table partner_key (
  id uuid primary key,
  partner_id uuid not null references partner (id),
  mode text not null check (mode in ('live', 'sandbox')),
  made_by uuid not null references staff (id),
  made_at timestamptz not null,
  revoked_at timestamptz,
  last_used_on date
);
create index partner_key_by_partner on partner_key (partner_id, made_at);
comment on column partner_key.mode is 'What a sandbox key sends is checked and answered, and never becomes a report.';
comment on column partner_key.last_used_on is 'A day and no more: when a machine works says when people do.';

-- That a rehearsal with this id came before, so that a sandbox answers a repetition as the real thing does. No word of it.
create table partner_rehearsal (
  id uuid primary key,
  partner_id uuid not null references partner (id),
  key_hash bytea not null unique check (octet_length(key_hash) = 32),
  body_hash bytea not null check (octet_length(body_hash) = 32),
  at timestamptz not null
);
create index partner_rehearsal_by_time on partner_rehearsal (partner_id, at);

alter table signal
  add column partner_key_id uuid references partner_key (id),
  add column over_contract boolean not null default false;
create index signal_by_partner_key on signal (partner_key_id, received_at) where partner_key_id is not null;
comment on column signal.partner_key_id is 'The key that signed it. Staff see the organization; no page, disclosure or responder does.';
comment on column signal.over_contract is 'It came when its partner had sent more than agreed. Taken like any other, and marked for staff.';
