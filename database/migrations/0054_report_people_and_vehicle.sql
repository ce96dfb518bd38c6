-- Who is there, and what they travel in: two topics of the report form. Sealed like everything that a person writes.
alter table signal
  add column people bytea check (octet_length(people) < 10000),
  add column vehicle bytea check (octet_length(vehicle) < 20000);
comment on column signal.people is 'How many, and who is with whom. Never race, nationality, religion or immigration status.';
comment on column signal.vehicle is 'A car, van or truck that is not of a timetable: words, plate, and the state of the plate.';
