-- What is written while a report is worked on is sealed as the report is: dialogues, reasons, places, what was told and shown, pages,
-- calls, messages, alerts and documents. As in 0030, what was there before cannot be sealed here.
do $$
begin
  if exists (select from signal) and exists (select from organization where not demo) then
    raise exception 'This database holds cases from before everything in them was sealed. Nothing was changed. Take them out and put them in anew.';
  end if;
end $$;
truncate signal, case_file, disclosure, response, response_event, page, voice_task, message, sandbox_delivery, supervisor_alert,
  danger_call, due, data_key cascade;

alter table release drop column recipient, drop column purpose;
alter table release
  add column recipient bytea not null check (octet_length(recipient) < 1000),
  add column purpose bytea not null check (octet_length(purpose) < 3000);

alter table dialogue_message drop column body;
alter table dialogue_message add column body bytea not null check (octet_length(body) < 30000);

alter table assessment drop column reason;
alter table assessment add column reason bytea not null check (octet_length(reason) < 20000);

alter table do_not_tell drop column reason;
alter table do_not_tell add column reason bytea not null check (octet_length(reason) < 20000);
alter table do_not_tell_settled drop column reason;
alter table do_not_tell_settled add column reason bytea not null check (octet_length(reason) < 20000);

alter table case_place drop column words, drop column lon, drop column lat;
alter table case_place add column place bytea not null check (octet_length(place) < 10000);
alter table case_trip drop column trip_id, drop column service_date, drop column alighting_stop_id;
alter table case_trip add column trip bytea not null check (octet_length(trip) < 4000);

-- Equal places are called once; which place it was cannot be read.
drop table danger_call;
create table danger_call (
  signal_id uuid not null,
  organization_id uuid not null,
  place_index bytea not null check (octet_length(place_index) = 8),
  at timestamptz not null,
  primary key (signal_id, organization_id, place_index)
);

alter table disclosure drop column facts, drop column reason, drop column revoked_reason;
alter table disclosure
  add column facts bytea not null check (octet_length(facts) < 40000),
  add column reason bytea not null check (octet_length(reason) < 20000),
  add column revoked_reason bytea check (octet_length(revoked_reason) < 20000);

-- What an organization was shown is sealed by the key it shares with nobody but the operator.
alter table disclosure_shown drop column words;
alter table disclosure_shown
  add column record_id uuid not null,
  add column organization_id uuid not null,
  add column words bytea not null check (octet_length(words) < 100000);

alter table response drop column reason, drop column plan, drop column description;
alter table response
  add column reason bytea not null check (octet_length(reason) < 20000),
  add column plan bytea not null check (octet_length(plan) < 1000000),
  add column description bytea check (octet_length(description) < 20000);
alter table response_event drop column who, drop column what;
alter table response_event
  add column record_id uuid not null,
  add column who bytea not null check (octet_length(who) < 4000),
  add column what bytea not null check (octet_length(what) < 20000);

alter table page drop column offer, drop column detail, drop column release_words, drop column decline_reason, drop column contacts;
alter table page
  add column record_id uuid not null,
  add column offer bytea not null check (octet_length(offer) < 100000),
  add column detail bytea not null check (octet_length(detail) < 100000),
  add column contacts bytea not null check (octet_length(contacts) < 100000),
  add column release_words bytea check (octet_length(release_words) < 20000),
  add column decline_reason bytea check (octet_length(decline_reason) < 20000);

alter table voice_task drop column script, drop column call_taker, drop column cad_number;
alter table voice_task
  add column record_id uuid not null,
  add column script bytea not null check (octet_length(script) < 20000),
  add column call_taker bytea check (octet_length(call_taker) < 2000),
  add column cad_number bytea check (octet_length(cad_number) < 1000);

alter table supervisor_alert drop column words;
alter table supervisor_alert
  add column record_id uuid not null,
  add column words bytea not null check (octet_length(words) < 10000);

-- A message that belongs to no record is its own: what came in before anybody knows from whom.
alter table message drop column address, drop column subject, drop column body;
alter table message
  add column record_id uuid not null,
  add column address bytea not null check (octet_length(address) < 10000),
  add column address_index bytea not null check (octet_length(address_index) = 8),
  add column subject bytea check (octet_length(subject) < 4000),
  add column body bytea not null check (octet_length(body) < 50000);
create index message_by_address on message (address_index, at) where direction = 'out';
alter table sandbox_delivery drop column address, drop column body;
alter table sandbox_delivery
  add column address bytea not null,
  add column address_index bytea not null check (octet_length(address_index) = 8),
  add column body bytea not null;

-- Documents lie under the key of their report, like every other field.
alter table attachment drop column sealed_key, drop column sealed_name, drop column sealed_original, drop column sealed_shared;
alter table attachment
  add column name bytea not null check (octet_length(name) < 2000),
  add column original bytea not null check (octet_length(original) < 10500000),
  add column shared bytea check (octet_length(shared) < 42000000);
comment on column attachment.shared is 'An image made anew, without place, camera or anything hidden behind it; null for what is no image.';
