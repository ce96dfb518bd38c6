-- The tree over the audit log. A leaf is written with what happened; its place in the tree is given a moment later, by one
-- sequencer, so that the writing of a report waits for nothing. Rows here are added and never changed.

alter table audit_leaf add column sequenced boolean not null default false;
comment on column audit_leaf.sequenced is 'Whether it has its place in the tree; false for a second at most.';
create index audit_leaf_waiting on audit_leaf (id) where not sequenced;
grant update (sequenced) on audit_leaf to alight_app;

-- One entry of the tree: a salted commitment to the leaf, so that the leaf may be purged one day and every proof still holds.
create table audit_entry (
  sequence bigint primary key check (sequence >= 0),
  leaf_id uuid not null unique references audit_leaf (id),
  salt bytea not null check (octet_length(salt) = 16),
  commitment bytea not null check (octet_length(commitment) = 32),
  hash bytea not null check (octet_length(hash) = 32)
);
comment on column audit_entry.commitment is 'SHA-256 over the salt and the leaf in its fixed order of fields: the entry of the tree (RFC 6962).';

-- Hashes of complete subtrees; level 0 is in audit_entry.
create table audit_node (
  level smallint not null check (level >= 1),
  index bigint not null check (index >= 0),
  hash bytea not null check (octet_length(hash) = 32),
  primary key (level, index)
);

-- What was said to the outside: how long the log was and its root, signed (C2SP tlog-checkpoint).
create table audit_checkpoint (
  size bigint primary key check (size >= 0),
  at timestamptz not null,
  note text not null check (length(note) between 1 and 4000)
);
revoke update, delete, truncate on audit_entry, audit_node, audit_checkpoint from alight_app;
