-- Each time somebody let a text go at a time that the person had not called safe, with who and why: a second one does not erase the first.
create table safe_time_waiver (
  id uuid primary key,
  signal_id uuid not null references signal (id) on delete cascade,
  by_staff_id uuid not null,
  reason bytea not null check (octet_length(reason) < 20000),
  at timestamptz not null,
  until timestamptz not null check (until > at)
);
create index safe_time_waiver_of_signal on safe_time_waiver (signal_id, at);
comment on column safe_time_waiver.until is 'Until then a text that a message waits may go out, for the reason beside it.';
alter table signal
  drop column safe_time_waived_until,
  drop column safe_time_waived_reason;
