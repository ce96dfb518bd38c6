-- A dialogue in the order in which it was written, and the chat that goes on in it.

-- Given out under the lock of the report, so that a reader who has all up to a number has missed nothing: ids and sequences commit out
-- of order, this does not.
alter table dialogue_message add column sequence integer;
update dialogue_message m set sequence = n.sequence
from (select id, row_number() over (partition by signal_id order by at, id) as sequence from dialogue_message) n
where n.id = m.id;
alter table dialogue_message
  alter column sequence set not null,
  add check (sequence > 0),
  add unique (signal_id, sequence),
  add column in_chat boolean not null default false;
comment on column dialogue_message.in_chat is 'Said in a chat: the code does not show it once the chat has ended.';

create table chat (
  signal_id uuid primary key references signal (id) on delete cascade,
  state text not null check (state in ('waiting', 'offered', 'live', 'ended')),
  begun_at timestamptz not null,
  -- What came before: the chat shows what is written after it.
  after_sequence integer not null default 0 check (after_sequence >= 0),
  alone text not null default 'not-said' check (alone in ('yes', 'no', 'not-said')),
  if_quiet bytea check (octet_length(if_quiet) < 4000),
  hand_over_note bytea check (octet_length(hand_over_note) < 10000),
  staff_id uuid,
  offered_at timestamptz,
  ended_at timestamptz,
  ended_by text check (ended_by in ('signaler', 'staff')),
  check ((state in ('offered', 'live')) = (staff_id is not null)),
  check ((state = 'ended') = (ended_at is not null and ended_by is not null))
);
create index chat_waiting on chat (begun_at, signal_id) where state in ('waiting', 'offered');
create index chat_by_staff on chat (staff_id) where state in ('offered', 'live');
comment on table chat is 'A dialogue that goes on live: who waits, who is with whom. Its words are messages of the dialogue.';
