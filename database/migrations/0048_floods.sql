-- Many reports that say nearly the same: noticed, set aside together, brought back together. None is refused or taken away.

create table flood (
  id uuid primary key,
  noticed_at timestamptz not null,
  last_at timestamptz not null,
  sketch bytea check (octet_length(sketch) = 64),
  size integer not null check (size >= 0),
  alerted_at timestamptz not null,
  released_at timestamptz,
  released_by uuid,
  check ((released_at is null) = (released_by is null))
);
create index flood_by_time on flood (noticed_at, id);
comment on column flood.sketch is 'Keyed hashes that tell whether another report says nearly the same. Forgotten after a day.';
comment on column flood.size is 'How many reports were set aside as part of it.';
comment on column flood.released_at is 'A supervisor brought all of it back; nothing more like it is set aside.';

-- Only of reports of which another like it came a moment before, and for an hour.
create table signal_sketch (
  signal_id uuid primary key references signal (id) on delete cascade,
  at timestamptz not null,
  sketch bytea not null check (octet_length(sketch) = 64)
);
create index signal_sketch_by_time on signal_sketch (at, signal_id);
comment on table signal_sketch is 'Keyed hashes by which floods are noticed: equal ones say that two texts are nearly the same, and nothing of what they say.';

alter table signal add column flood_id uuid references flood (id);
create index signal_by_flood on signal (flood_id, received_at, id) where flood_id is not null;
comment on column signal.flood_id is 'Set aside as part of a likely flood, while it is unread and the flood was not brought back.';
