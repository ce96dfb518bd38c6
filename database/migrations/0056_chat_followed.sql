-- When whoever holds the code last followed a chat, looked at it or said something in it. Null: not since it began.
alter table chat add column followed_at timestamptz;
comment on column chat.followed_at is 'Of a chat that nobody has followed for ten minutes the code shows nothing that was said until then.';
