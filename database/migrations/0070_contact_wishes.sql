-- How the person asked to be reached: when it is safe, who else picks up, the word by which they are known.
alter table signal
  add column contact_wishes bytea check (octet_length(contact_wishes) < 10000),
  add column safe_time_waived_until timestamptz,
  add column safe_time_waived_reason bytea check (octet_length(safe_time_waived_reason) < 20000);
comment on column signal.contact_wishes is 'When it is safe to reach them, whether we may call, who else may pick up, and the code word that they chose.';
comment on column signal.safe_time_waived_until is 'Until then a text that a message waits may go out at a time that they did not call safe, for the reason beside it.';
