-- How long a report is kept: holds that forbid destroying it, and destroying it by two people after notice.

create table legal_hold (
  id uuid primary key,
  signal_id uuid not null references signal (id),
  basis text not null check (basis in ('court-order', 'investigation', 'claim', 'person-asked')),
  reason bytea not null check (length(reason) < 10000),
  placed_by uuid not null,
  placed_at timestamptz not null,
  lifted_by uuid,
  lifted_at timestamptz,
  check ((lifted_by is null) = (lifted_at is null))
);
create index legal_hold_by_signal on legal_hold (signal_id, placed_at);
comment on table legal_hold is 'While one is not lifted, nothing of the case of this report is destroyed.';

create table purge (
  id uuid primary key,
  signal_id uuid not null references signal (id),
  cause text not null check (cause in ('kept-long-enough', 'person-asked', 'court-order', 'entered-in-error')),
  asked_by uuid,
  asked_at timestamptz not null,
  state text not null check (state in ('open', 'stopped', 'lapsed', 'done')),
  ended_at timestamptz,
  ended_by uuid,
  check ((state = 'open') = (ended_at is null))
);
create unique index purge_open on purge (signal_id) where state = 'open';
create index purge_by_signal on purge (signal_id, asked_at);
comment on column purge.asked_by is 'Null: the retention schedule asked.';

create table purge_approval (
  purge_id uuid not null references purge (id),
  by_id uuid not null,
  at timestamptz not null,
  primary key (purge_id, by_id)
);

alter table signal add column purged_at timestamptz;
comment on column signal.purged_at is 'Its keys were destroyed then: its words cannot be read by anybody.';
create index signal_closed on signal (closed_at) where state = 'closed' and purged_at is null;
