-- A token that shows casework is one person's word until a supervisor agrees; its secret is made then, and not before.
alter table service_token
  alter column secret_hash drop not null,
  add column agreed_by uuid references staff (id) check (agreed_by <> made_by),
  add column agreed_at timestamptz,
  add constraint service_token_agreed check ((agreed_by is null) = (agreed_at is null));
comment on column service_token.secret_hash is 'SHA-256 of the secret. Empty: nobody has agreed to it yet, and there is no secret.';

-- Tokens that show casework and were made by one person alone open nothing from here on.
-- The owner of the table sees no row of it unless it says so.
alter table service_token no force row level security;
update service_token set revoked_at = now()
  where revoked_at is null and not scopes <@ array['jurisdictions:explain'];
alter table service_token force row level security;
alter table service_token add constraint service_token_by_two check (
  secret_hash is null or agreed_by is not null or revoked_at is not null or scopes <@ array['jurisdictions:explain']);
