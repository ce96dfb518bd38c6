-- Who exists, who answers for which place, and which helpers the public may be told of.

-- An organization that acts: an agency, a provider, a carrier or a 911 centre.
create table organization (
  id uuid primary key,
  name text not null unique check (length(name) between 1 and 160),
  kind text not null check (kind in ('agency', 'provider', 'carrier', 'psap')),
  role text not null check (role ~ '^[a-z][a-z-]{1,39}$'),
  service_urn text not null check (service_urn ~ '^urn:[a-zA-Z0-9:._-]{3,120}$'),
  desk_first boolean not null,
  demo boolean not null,
  check (not demo or name like '%(demo)')
);
comment on column organization.desk_first is
  'Law enforcement is asked at its communications desk, which sends its own unit; everyone else at the person on call.';

-- How to reach an organization: its 24-hour desk, or a person who takes a turn.
create table contact (
  id uuid primary key,
  organization_id uuid not null references organization (id) on delete cascade,
  name text not null check (length(name) between 1 and 160),
  wire text not null check (wire in ('sms', 'email', 'voice', 'webhook')),
  address text not null check (length(address) between 3 and 300),
  is_desk boolean not null,
  priority integer not null check (priority between 0 and 1000)
);
create index contact_by_organization on contact (organization_id, priority);

-- A turn that comes again every week, in the organization's own zone. A turn past midnight is two rows.
create table rota_shift (
  id uuid primary key,
  contact_id uuid not null references contact (id) on delete cascade,
  zone text not null check (length(zone) between 1 and 60),
  weekday smallint not null check (weekday between 0 and 6),
  from_minute smallint not null check (from_minute between 0 and 1439),
  until_minute smallint not null check (until_minute between 1 and 1440),
  check (from_minute < until_minute)
);
create index rota_shift_by_contact on rota_shift (contact_id);
comment on column rota_shift.weekday is '0 is Sunday.';
comment on column rota_shift.until_minute is 'Minutes after local midnight, not included.';

-- An officer, trooper, advocate or team that can go somewhere, and where they usually start from.
create table unit (
  id uuid primary key,
  organization_id uuid not null references organization (id) on delete cascade,
  role text not null check (role ~ '^[a-z][a-z-]{1,39}$'),
  label text not null check (length(label) between 1 and 120),
  lon double precision not null check (lon between -180 and 180),
  lat double precision not null check (lat between -90 and 90),
  mobilise_minutes double precision not null check (mobilise_minutes between 0 and 240)
);
create index unit_by_organization on unit (organization_id);

-- Where an organization answers, and by what authority. Counties and states are FIPS codes: St. Louis city and county
-- share a name, Kansas City lies in four counties.
create table coverage (
  id uuid primary key,
  organization_id uuid not null references organization (id) on delete cascade,
  authority text not null check (authority in ('own', 'statewide', 'mutual-aid', 'on-site', 'service-area')),
  shape text not null check (shape in ('counties', 'states', 'corridor', 'radius')),
  county_fips text[] not null default '{}',
  state_fips text[] not null default '{}',
  path jsonb check (pg_column_size(path) < 65536),
  lon double precision check (lon between -180 and 180),
  lat double precision check (lat between -90 and 90),
  within_meters double precision check (within_meters between 1 and 500000),
  mode text check (mode in ('rail', 'bus')),
  place_name text check (length(place_name) between 1 and 160),
  automatic boolean not null,
  check (case shape
    when 'counties' then cardinality(county_fips) > 0
    when 'states' then cardinality(state_fips) > 0
    when 'corridor' then path is not null and within_meters is not null
    else lon is not null and lat is not null and within_meters is not null end)
);
create index coverage_by_organization on coverage (organization_id);
comment on column coverage.mode is 'Only for somebody on such a vehicle; null is for any place.';
comment on column coverage.automatic is
  'False for those who are only ever asked by a person''s decision: a place or a state line alone never adds them.';

-- Real helpers, as read-only facts: never paged, never told anything, and never with an address of a shelter.
create table directory_entry (
  id uuid primary key,
  name text not null unique check (length(name) between 1 and 160),
  summary text not null check (length(summary) between 1 and 1000),
  region text not null check (length(region) between 1 and 200),
  website text not null check (website ~ '^https://'),
  source text not null check (source ~ '^https://'),
  verified_on date not null,
  note text not null check (length(note) between 1 and 1000)
);
