-- Finding reports by what is in them without reading them: keyed hashes, cut short (src/platform/blind-index.ts).

create table search_term (
  organization_id uuid not null,
  term bytea not null check (length(term) = 8),
  received_at timestamptz not null,
  signal_id uuid not null,
  primary key (organization_id, term, received_at, signal_id)
);
comment on table search_term is 'One row for each value a report can be found by; the newest are found by reading the key backwards. No foreign key: rows go by way of search_entry.';

create table search_entry (
  signal_id uuid primary key references signal (id),
  organization_id uuid not null,
  received_at timestamptz not null,
  terms bytea[] not null check (cardinality(terms) <= 1000)
);
comment on table search_entry is 'What a report is found by, so that its rows of search_term can be taken out again without looking for them.';
