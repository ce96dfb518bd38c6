-- What a message is for, so that one that events have overtaken is held back; calls that are withdrawn, made again, and linked
-- to their report or response; and whether a page was ever accepted.

alter table message add column purpose text check (length(purpose) between 1 and 40);
comment on column message.purpose is 'What it is for within its subject, such as page or stand-down; asked again at the moment of sending.';

alter table page add column accepted_at timestamptz;
update page set accepted_at = acknowledged_at
  where acknowledged_at is not null and decline_reason is null
    and state in ('accepted', 'en-route', 'staged', 'released');

alter table voice_task
  add column signal_id uuid,
  add column response_id uuid,
  add column attempt integer not null default 1 check (attempt between 1 and 100),
  drop constraint voice_task_kind_check,
  add constraint voice_task_kind_check check (kind in ('psap', 'desk-page', 'call-back', 'stand-down')),
  drop constraint voice_task_result_check,
  add constraint voice_task_result_check check (result in ('confirmed', 'declined', 'no-answer', 'withdrawn'));
update voice_task set signal_id = subject_id where kind = 'psap';
update voice_task set response_id = page.response_id from page where page.id = voice_task.page_id;
create index voice_task_by_page on voice_task (page_id);
