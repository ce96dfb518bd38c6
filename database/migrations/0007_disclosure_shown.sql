-- When everything named in `items` could be seen. Before that a page shows its role, the area and the time alone.
alter table disclosure add column shown_at timestamptz;
comment on column disclosure.shown_at is 'When everything in items could first be seen: the page was accepted, or its words were read out.';
