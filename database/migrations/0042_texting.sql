-- Texts of substance go only as an answer within ten minutes of the person's own, and nothing goes unasked where nobody said it is safe.
alter table signal add column texts_safe_at timestamptz;
comment on column signal.texts_safe_at is 'When whoever texted us said that it is safe to text there; of a report that came another way it is not asked.';

alter table message
  add column words_until timestamptz,
  add column then_note boolean not null default false;
comment on column message.words_until is 'After this its words do not leave any more.';
comment on column message.then_note is 'After that it leaves as a note that a message waits; otherwise not at all.';
