-- What was shown to whom: the ids behind each leaf `case-data-shown`, whose detail holds the commitment to them. Ids only.
create table audit_shown (
  leaf_id uuid not null references audit_leaf (id),
  record_id uuid not null,
  viewer_id uuid not null,
  view text not null check (view ~ '^[a-z-]{1,40}$'),
  at timestamptz not null,
  primary key (leaf_id, record_id)
);
comment on table audit_shown is 'Each record that an answer showed, under the leaf that commits to the set of them.';
-- Who saw this record, newest first; and whether this person was shown it a moment ago.
create index audit_shown_by_record on audit_shown (record_id, at desc, viewer_id, view);
revoke update, delete, truncate on audit_shown from alight_app;

-- What one person did and saw, newest first.
create index audit_leaf_by_actor on audit_leaf (actor_id, at, id) where actor_id is not null;
