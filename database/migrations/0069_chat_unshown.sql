-- What of a chat reached a page of the person: staff see which of their words never did.
alter table chat
  add column handed_sequence integer not null default 0 check (handed_sequence >= 0),
  add column unshown integer[] not null default '{}' check (cardinality(unshown) <= 200);
comment on column chat.handed_sequence is 'The last number that a page of the person was handed. Handed is not read.';
comment on column chat.unshown is 'Numbers of what staff said that no page had when it stopped being shown: nobody had followed for ten minutes.';
