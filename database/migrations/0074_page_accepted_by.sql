-- Who of an organization said yes to a page: when they are put on the do-not-tell list, somebody else has to come.
alter table page add column accepted_by_contact uuid;
comment on column page.accepted_by_contact is 'The contact of the page who said yes; null before a yes, and where nobody knows whose it was.';
