-- Why the person could not be told safely yet that a court ordered it: the last word counts, and telling them later is a step of its own.
alter table court_order
  add column untold bytea check (octet_length(untold) < 20000),
  add column untold_by uuid references staff (id),
  add column untold_at timestamptz,
  add check ((untold is null) = (untold_by is null) and (untold is null) = (untold_at is null));
