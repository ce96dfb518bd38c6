-- Timetables as GTFS has them. Keys begin with the feed; a feed is replaced whole, in one transaction.
create table transit_feed (
  id text primary key check (id ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
  name text not null,
  agency_timezone text not null,
  source text not null,
  sha256 text not null,
  imported_at timestamptz not null
);
create table transit_stop (
  feed_id text not null references transit_feed (id) on delete cascade,
  stop_id text not null,
  name text not null,
  lon double precision not null check (lon between -180 and 180),
  lat double precision not null check (lat between -90 and 90),
  primary key (feed_id, stop_id)
);
create table transit_trip (
  feed_id text not null references transit_feed (id) on delete cascade,
  trip_id text not null,
  route_name text not null,
  route_type integer not null,
  service_id text not null,
  short_name text not null,
  headsign text not null,
  primary key (feed_id, trip_id)
);
create index transit_trip_by_number on transit_trip (lower(short_name));
create index transit_trip_by_route on transit_trip (lower(route_name));
create table transit_stop_time (
  feed_id text not null,
  trip_id text not null,
  sequence integer not null,
  stop_id text not null,
  arrival_seconds integer not null,
  departure_seconds integer not null,
  primary key (feed_id, trip_id, sequence),
  foreign key (feed_id, trip_id) references transit_trip (feed_id, trip_id) on delete cascade,
  foreign key (feed_id, stop_id) references transit_stop (feed_id, stop_id)
);
comment on column transit_stop_time.arrival_seconds is 'From noon minus 12 h of the service day, in the agency''s zone; may exceed a day.';
create table transit_service (
  feed_id text not null references transit_feed (id) on delete cascade,
  service_id text not null,
  weekdays text not null check (weekdays ~ '^[01]{7}$'),
  start_date date not null,
  end_date date not null,
  primary key (feed_id, service_id)
);
create table transit_service_exception (
  feed_id text not null references transit_feed (id) on delete cascade,
  service_id text not null,
  date date not null,
  runs boolean not null,
  primary key (feed_id, service_id, date)
);
