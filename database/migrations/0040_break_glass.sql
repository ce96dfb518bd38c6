-- Looking into a report that one's role does not show: for a reason, with a second person, for an hour.

create table break_glass (
  id uuid primary key,
  signal_id uuid not null references signal (id),
  asked_by uuid not null,
  reason bytea not null check (length(reason) < 10000),
  asked_at timestamptz not null,
  granted_by uuid check (granted_by <> asked_by),
  granted_at timestamptz,
  ended_by uuid,
  ended_at timestamptz,
  check ((granted_by is null) = (granted_at is null)),
  check ((ended_by is null) = (ended_at is null))
);
create index break_glass_by_signal on break_glass (signal_id, asked_at);
