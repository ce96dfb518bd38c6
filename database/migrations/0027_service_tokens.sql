-- Keys of machines. The secret itself is nowhere: 256 random bits need no slow hash, and a copy of this table opens nothing.
create table service_token (
  id uuid primary key,
  staff_id uuid not null references staff (id),
  secret_hash bytea not null check (octet_length(secret_hash) = 32),
  scopes text[] not null check (cardinality(scopes) between 1 and 40),
  made_by uuid not null references staff (id),
  made_at timestamptz not null,
  expires_at timestamptz not null check (expires_at > made_at and expires_at <= made_at + interval '366 days'),
  revoked_at timestamptz,
  last_used_on date
);
create index service_token_by_time on service_token (made_at, id);
comment on table service_token is 'Tokens of service accounts: what each was made for, until when, and whether it was taken back.';
comment on column service_token.secret_hash is 'SHA-256 of the secret.';
comment on column service_token.last_used_on is 'A day and no more: when a machine works says when people do.';
