-- How people who work here sign in: a schema of its own, for the role alight_auth and nobody else. The application's role cannot
-- read a password's hash, a passkey or a session, and the role that can reads no case.
-- Names and columns of the first six tables are those that better-auth 1.7 asks for; the rest is ours.

create schema auth;
revoke all on schema auth from public;
grant usage on schema auth to alight_auth;
alter default privileges in schema auth grant select, insert, update, delete on tables to alight_auth;

-- One account for one person who works here, and no account for anybody else.
create table auth."user" (
  id uuid primary key references staff (id),
  name text not null check (length(name) between 1 and 120),
  email text not null unique check (length(email) between 3 and 254 and email = lower(email)),
  "emailVerified" boolean not null default false,
  image text check (image is null),
  "twoFactorEnabled" boolean not null default false,
  "createdAt" timestamptz not null,
  "updatedAt" timestamptz not null
);

create table auth.session (
  id text primary key,
  "userId" uuid not null references auth."user" (id) on delete cascade,
  token text not null unique,
  "expiresAt" timestamptz not null,
  "createdAt" timestamptz not null,
  "updatedAt" timestamptz not null,
  -- Where somebody was and with which browser is nobody's business: these may only be empty.
  "ipAddress" text check ("ipAddress" is null or "ipAddress" = ''),
  "userAgent" text check ("userAgent" is null or "userAgent" = ''),
  method text not null check (method in ('passkey', 'password', 'totp', 'agency')),
  "authenticatedAt" timestamptz not null,
  "seenAt" timestamptz not null
);
create index session_by_user on auth.session ("userId");
comment on column auth.session.method is 'password is half of a sign-in: such a session opens nothing.';

-- A password's hash, or the subject at an agency's own sign-in. No token of the agency is kept.
create table auth.account (
  id text primary key,
  "userId" uuid not null references auth."user" (id) on delete cascade,
  "providerId" text not null,
  "accountId" text not null,
  password text,
  "accessToken" text check ("accessToken" is null),
  "refreshToken" text check ("refreshToken" is null),
  "idToken" text check ("idToken" is null),
  "accessTokenExpiresAt" timestamptz check ("accessTokenExpiresAt" is null),
  "refreshTokenExpiresAt" timestamptz check ("refreshTokenExpiresAt" is null),
  scope text check (scope is null),
  "createdAt" timestamptz not null,
  "updatedAt" timestamptz not null,
  unique ("providerId", "accountId")
);
create index account_by_user on auth.account ("userId");

create table auth.verification (
  id text primary key,
  identifier text not null unique,
  value text not null,
  "expiresAt" timestamptz not null,
  "createdAt" timestamptz not null,
  "updatedAt" timestamptz not null
);
create index verification_by_expiry on auth.verification ("expiresAt");

create table auth.passkey (
  id text primary key,
  "userId" uuid not null references auth."user" (id) on delete cascade,
  name text check (length(name) between 1 and 60),
  "publicKey" text not null,
  "credentialID" text not null unique,
  counter bigint not null,
  "deviceType" text not null,
  "backedUp" boolean not null,
  transports text,
  aaguid text,
  "createdAt" timestamptz
);
create index passkey_by_user on auth.passkey ("userId");

create table auth."twoFactor" (
  id text primary key,
  "userId" uuid not null unique references auth."user" (id) on delete cascade,
  secret text not null,
  "backupCodes" text not null,
  verified boolean not null default true,
  "failedVerificationCount" integer not null default 0,
  "lockedUntil" timestamptz
);

-- The only way in for somebody new, and for somebody who lost every key: a link that works once.
create table auth.invitation (
  id uuid primary key,
  kind text not null check (kind in ('invitation', 'recovery')),
  person_id uuid not null,
  name text not null check (length(name) between 1 and 120),
  email text not null check (length(email) between 3 and 254 and email = lower(email)),
  role text not null check (role ~ '^[a-z][a-z-]{1,39}$'),
  organization_id uuid not null,
  token_hash bytea not null unique check (octet_length(token_hash) = 32),
  -- A password's hash and a sealed code key, between the page that shows the key and the first code that proves it was kept.
  draft jsonb check (pg_column_size(draft) < 8192),
  invited_by uuid,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  revoked_at timestamptz,
  check (expires_at <= created_at + interval '24 hours')
);
create index invitation_by_person on auth.invitation (person_id, created_at);
create index invitation_by_email on auth.invitation (email, expires_at);

-- How often the password path failed for a name, whoever tried from wherever: the name under a key, never the name.
create table auth.password_path (
  name_mac bytea primary key check (octet_length(name_mac) = 32),
  failures integer not null check (failures between 0 and 1000000),
  last_at timestamptz not null
);
create index password_path_by_age on auth.password_path (last_at);

-- A code opens once, although it is right for half a minute more.
create table auth.code_used (
  code_mac bytea primary key check (octet_length(code_mac) = 32),
  used_at timestamptz not null
);
create index code_used_by_age on auth.code_used (used_at);

-- Somebody lost every key: two others, and neither of them that person, say so before a link is made.
create table auth.recovery (
  id uuid primary key,
  person_id uuid not null,
  asked_by uuid not null,
  asked_at timestamptz not null,
  expires_at timestamptz not null,
  approved_by uuid,
  approved_at timestamptz,
  refused_at timestamptz,
  check (asked_by <> person_id),
  check (approved_by is null or (approved_by <> asked_by and approved_by <> person_id))
);
create index recovery_by_person on auth.recovery (person_id, asked_at);

-- The role of sign-in and nobody else, not even the owner of the tables.
do $$
declare found record;
begin
  for found in select tablename from pg_tables where schemaname = 'auth' loop
    execute format('alter table auth.%I enable row level security, force row level security', found.tablename);
    execute format('create policy sign_in on auth.%I to alight_auth using (true) with check (true)', found.tablename);
  end loop;
end $$;
