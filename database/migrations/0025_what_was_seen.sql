-- The words that were shown to a recipient, item by item, as they stood; and when what was told stops being allowed.

alter table disclosure add column until timestamptz check (until > at);
comment on column disclosure.until is 'When the consent it rests on runs out; null where the basis does not run out by itself.';

create table disclosure_shown (
  id uuid primary key,
  disclosure_id uuid not null references disclosure (id),
  way text not null check (way in ('duty-page', 'sms', 'email', 'push', 'voice', 'webhook')),
  item text not null check (length(item) between 1 and 60),
  words text not null check (length(words) between 1 and 20000),
  at timestamptz not null
);
create index disclosure_shown_by_disclosure on disclosure_shown (disclosure_id, at, id);
comment on table disclosure_shown is 'What one recipient could read or heard, in its words. Rows are added and never changed.';
comment on column disclosure_shown.way is 'The duty page from when it was opened; a message as it left; a script as it was read out.';
revoke update, delete, truncate on disclosure_shown from alight_app;
