-- Documents that staff and partners add to a report. Name and content are sealed: each under a key of its own, which is itself
-- sealed by a key that is not in the database. Deleting the row destroys the only copy of its key.
create table attachment (
  id uuid primary key,
  signal_id uuid not null references signal (id) on delete cascade,
  kind text not null check (kind in ('pdf', 'png', 'jpeg', 'webp', 'txt')),
  size_bytes integer not null check (size_bytes between 1 and 10485760),
  state text not null check (state in ('clean', 'quarantined', 'infected')),
  sealed_key bytea not null,
  sealed_name bytea not null,
  sealed_original bytea not null,
  sealed_shared bytea,
  added_by uuid,
  at timestamptz not null,
  scanned_at timestamptz
);
comment on column attachment.state is 'Only what a scanner called clean is opened. Quarantined: no scanner has judged it yet.';
comment on column attachment.sealed_shared is 'An image made anew, without place, camera or anything hidden behind it; null for what is no image.';
create index attachment_of_signal on attachment (signal_id, at);
