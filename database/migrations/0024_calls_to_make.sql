-- Calls to be made and calls that were made are read apart, each by its own index, however many there ever were.

drop index voice_task_open;
create index voice_task_to_make on voice_task ((kind <> 'psap'), due_at, id) where done_at is null;
create index voice_task_made on voice_task (done_at desc, id desc) where done_at is not null;
