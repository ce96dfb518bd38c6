-- What a report becomes after it has arrived: opened, answered by text, closed for a reason, and opened anew.

alter table signal
  -- When staff last had it open: whoever writes after that waits until it is opened or answered again.
  add column last_opened_at timestamptz,
  add column closed_reason text check (length(closed_reason) between 1 and 4000),
  -- Why staff moved it to the help door.
  add column door_moved_reason text check (length(door_moved_reason) between 1 and 4000),
  -- The signaler answered STOP: nothing is texted to the safe contact from then on.
  add column texts_stopped_at timestamptz;
create index signal_by_safe_contact on signal ((safe_contact ->> 'address'), received_at) where safe_contact is not null;

alter table dialogue_message add column by_text boolean not null default false;
comment on column dialogue_message.by_text is 'Came as a text from the safe contact. Staff read it; whoever holds the code does not.';
create index dialogue_message_by_time on dialogue_message (signal_id, at);

-- A consent may be given after the report came in: by whom it was recorded, and how the person made sure it was theirs.
alter table release
  add column recorded_by uuid,
  add column confirmed_how text check (confirmed_how in ('code-word', 'voice')),
  add check ((recorded_by is null) = (confirmed_how is null));

-- A report that names someone who must not be told has been gone through: the list is done, or there is nobody to list.
create table do_not_tell_settled (
  signal_id uuid primary key references signal (id) on delete cascade,
  by_staff_id uuid not null,
  reason text not null check (length(reason) between 1 and 2000),
  at timestamptz not null
);

-- One call for each 911 centre and each place that was named: when the place is put right, the right centre is called too.
alter table danger_call rename to danger_call_once;
create table danger_call (
  signal_id uuid not null,
  organization_id uuid not null,
  place_key text not null check (length(place_key) between 1 and 500),
  at timestamptz not null,
  primary key (signal_id, organization_id, place_key)
);
insert into danger_call (signal_id, organization_id, place_key, at)
  select signal_id, unnest(organization_ids), 'before-0009', at from danger_call_once;
drop table danger_call_once;
