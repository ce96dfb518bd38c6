-- A place that does not move, as staff linked it: a hotel, a house, a truck stop. The newest link of a case counts, be it a
-- trip or a place, so that a person who got off is looked for where they are now.
create table case_place (
  case_id uuid primary key references case_file (id) on delete cascade,
  words text not null check (length(words) between 1 and 300),
  lon double precision not null check (lon between -180 and 180),
  lat double precision not null check (lat between -90 and 90),
  approximate boolean not null,
  linked_by uuid,
  at timestamptz not null
);
comment on column case_place.approximate is 'The point is the middle of a county, because no finer one was given.';
