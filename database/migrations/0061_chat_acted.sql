-- When the person last did something in their chat themselves: began it, went on with it, looked at it by hand. An open page is none: it may
-- stand where nobody is. Null: not since it began. What they say stands in the messages.
alter table chat add column acted_at timestamptz;
comment on column chat.acted_at is 'An answer goes where the person acted last: to the chat, or to the telephone they texted from.';
