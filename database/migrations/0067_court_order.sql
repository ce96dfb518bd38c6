-- A court compels that something is told: two supervisors, one recipient, exactly these items, until a day.
create table court_order (
  id uuid primary key,
  case_id uuid not null references case_file (id),
  signal_id uuid not null references signal (id),
  organization_id uuid not null references organization (id),
  items text[] not null check (cardinality(items) between 1 and 5),
  -- Court, number, day of the order, and what it orders.
  ordered bytea not null check (octet_length(ordered) < 20000),
  attachment_id uuid references attachment (id) on delete set null,
  until timestamptz not null check (until > asked_at),
  asked_by uuid not null references staff (id),
  asked_at timestamptz not null,
  agreed_by uuid references staff (id) check (agreed_by <> asked_by),
  agreed_at timestamptz,
  despite_list boolean not null default false,
  disclosure_id uuid references disclosure (id),
  handed_over_by uuid references staff (id),
  handed_over_at timestamptz,
  person_told_by uuid references staff (id),
  person_told_at timestamptz,
  ended_by uuid references staff (id),
  ended_at timestamptz,
  check ((agreed_by is null) = (agreed_at is null) and (agreed_by is null) = (disclosure_id is null)),
  check (handed_over_at is null or agreed_at is not null)
);
create index court_order_by_signal on court_order (signal_id, asked_at);
