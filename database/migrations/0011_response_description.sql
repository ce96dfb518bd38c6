-- What responders read of how the person can be recognised: in the words of staff, since a report's words may hold a name.
alter table response add column description text check (length(description) between 1 and 500);
comment on column response.description is 'Clothing, bags, seat. No name, race, nationality or religion. Null: nothing is told.';
