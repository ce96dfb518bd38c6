-- Who is on the floor and takes chats, and who let which chat pass.

create table presence (
  staff_id uuid primary key references staff (id),
  state text not null check (state in ('on-floor', 'away', 'resting')),
  since timestamptz not null,
  until timestamptz,
  capacity integer not null default 2 check (capacity between 1 and 6),
  -- Offers in a row that ran out unanswered: somebody who is not at the desk any more is not offered the next one.
  silent_offers integer not null default 0 check (silent_offers >= 0),
  last_offer_at timestamptz,
  check ((state = 'resting') = (until is not null))
);
comment on table presence is 'No reason is kept for being away, and no history: a new state takes the place of the last.';

create table chat_pass (
  signal_id uuid not null references chat (signal_id) on delete cascade,
  staff_id uuid not null,
  at timestamptz not null,
  primary key (signal_id, staff_id)
);
