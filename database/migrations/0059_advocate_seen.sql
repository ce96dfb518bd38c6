-- When somebody of the floor last gave a sign: a page of the console open, a conversation followed. And since when a chat was taken: of one
-- that waits though it was taken, the person is told that somebody else goes on.
alter table presence add column seen_at timestamptz;
comment on column presence.seen_at is 'To the nearest 20 seconds. A chat whose advocate gave no sign for two minutes goes to somebody else.';
alter table chat add column taken_at timestamptz;
comment on column chat.taken_at is 'Since when somebody has it, or had it before it came to wait again; null where nobody has taken it since it began.';
-- A chat that goes on is looked after: few of all that ever were.
create index chat_live on chat (begun_at) where state = 'live';
