-- Generated from the live schema by `npm run generate`. Do not edit; add a migration.

create table audit_leaf (
  id uuid not null,
  at timestamp with time zone not null,
  actor_kind text not null,
  actor_id uuid,
  action text not null,
  subject_kind text not null,
  subject_id uuid not null,
  detail jsonb not null default '{}'::jsonb,
  constraint audit_leaf_pkey PRIMARY KEY (id),
  constraint audit_leaf_action_check CHECK (((length(action) >= 1) AND (length(action) <= 80))),
  constraint audit_leaf_actor_kind_check CHECK ((actor_kind = ANY (ARRAY['staff'::text, 'signaler'::text, 'responder'::text, 'system'::text]))),
  constraint audit_leaf_detail_check CHECK ((pg_column_size(detail) < 8192)),
  constraint audit_leaf_subject_kind_check CHECK (((length(subject_kind) >= 1) AND (length(subject_kind) <= 40)))
);

create table case_file (
  id uuid not null,
  opened_at timestamp with time zone not null,
  constraint case_file_pkey PRIMARY KEY (id)
);

create table case_signal (
  signal_id uuid not null,
  case_id uuid not null,
  linked_at timestamp with time zone not null,
  constraint case_signal_pkey PRIMARY KEY (signal_id),
  constraint case_signal_case_id_fkey FOREIGN KEY (case_id) REFERENCES case_file(id) ON DELETE CASCADE
);

create table case_trip (
  case_id uuid not null,
  trip_id text not null,
  service_date date not null,
  alighting_stop_id text,
  linked_by uuid,
  at timestamp with time zone not null,
  constraint case_trip_pkey PRIMARY KEY (case_id),
  constraint case_trip_case_id_fkey FOREIGN KEY (case_id) REFERENCES case_file(id) ON DELETE CASCADE,
  constraint case_trip_alighting_stop_id_check CHECK (((length(alighting_stop_id) >= 1) AND (length(alighting_stop_id) <= 200))),
  constraint case_trip_trip_id_check CHECK (((length(trip_id) >= 1) AND (length(trip_id) <= 200)))
);

create table danger_call (
  signal_id uuid not null,
  at timestamp with time zone not null,
  organization_ids uuid[] not null,
  constraint danger_call_pkey PRIMARY KEY (signal_id)
);

create table disclosure (
  id uuid not null,
  case_id uuid not null,
  signal_id uuid not null,
  organization_id uuid not null,
  items text[] not null,
  basis text not null,
  facts jsonb not null default '{}'::jsonb,
  reason text not null,
  confirmed_by uuid,
  second_by uuid,
  at timestamp with time zone not null,
  revoked_at timestamp with time zone,
  revoked_reason text,
  delivered_at timestamp with time zone,
  opened_at timestamp with time zone,
  constraint disclosure_pkey PRIMARY KEY (id),
  constraint disclosure_case_id_fkey FOREIGN KEY (case_id) REFERENCES case_file(id),
  constraint disclosure_basis_check CHECK ((basis = ANY (ARRAY['consent'::text, 'imminent-danger'::text, 'mandated-report-minor'::text, 'third-party-tip'::text, 'court-order'::text]))),
  constraint disclosure_check CHECK (((second_by IS NULL) OR (second_by <> confirmed_by))),
  constraint disclosure_facts_check CHECK ((pg_column_size(facts) < 16384)),
  constraint disclosure_items_check CHECK (((cardinality(items) >= 1) AND (cardinality(items) <= 40))),
  constraint disclosure_reason_check CHECK (((length(reason) >= 1) AND (length(reason) <= 4000)))
);

create table do_not_tell (
  id uuid not null,
  case_id uuid not null,
  organization_id uuid not null,
  reason text not null,
  by_staff_id uuid,
  at timestamp with time zone not null,
  constraint do_not_tell_case_id_organization_id_key UNIQUE (case_id, organization_id),
  constraint do_not_tell_pkey PRIMARY KEY (id),
  constraint do_not_tell_case_id_fkey FOREIGN KEY (case_id) REFERENCES case_file(id) ON DELETE CASCADE,
  constraint do_not_tell_reason_check CHECK (((length(reason) >= 1) AND (length(reason) <= 2000)))
);

create table due (
  id uuid not null,
  kind text not null,
  subject_id uuid not null,
  dedupe_key text not null default ''::text,
  due_at timestamp with time zone not null,
  payload jsonb not null default '{}'::jsonb,
  attempts integer not null default 0,
  leased_until timestamp with time zone,
  lease uuid,
  constraint due_pkey PRIMARY KEY (id),
  constraint due_kind_check CHECK (((length(kind) >= 1) AND (length(kind) <= 100)))
);

create table response (
  id uuid not null,
  signal_id uuid not null,
  case_id uuid not null,
  state text not null,
  reason text not null,
  confirmed_by uuid not null,
  second_by uuid,
  lead_role text not null,
  lead_organization_id uuid,
  plan jsonb not null,
  last_sequence bigint not null default 0,
  opened_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  constraint response_pkey PRIMARY KEY (id),
  constraint response_case_id_fkey FOREIGN KEY (case_id) REFERENCES case_file(id),
  constraint response_check CHECK ((second_by <> confirmed_by)),
  constraint response_reason_check CHECK (((length(reason) >= 1) AND (length(reason) <= 4000))),
  constraint response_state_check CHECK ((state = ANY (ARRAY['open'::text, 'stood-down'::text, 'closed'::text])))
);

create table response_event (
  response_id uuid not null,
  sequence bigint not null,
  at timestamp with time zone not null,
  kind text not null,
  who text not null,
  what text not null,
  constraint response_event_pkey PRIMARY KEY (response_id, sequence),
  constraint response_event_response_id_fkey FOREIGN KEY (response_id) REFERENCES response(id) ON DELETE CASCADE,
  constraint response_event_sequence_check CHECK ((sequence > 0)),
  constraint response_event_what_check CHECK (((length(what) >= 1) AND (length(what) <= 4000)))
);

create table response_page (
  page_id uuid not null,
  response_id uuid not null,
  role text not null,
  organization_id uuid not null,
  disclosure_id uuid not null,
  state text not null,
  started_at timestamp with time zone not null,
  constraint response_page_pkey PRIMARY KEY (page_id),
  constraint response_page_disclosure_id_fkey FOREIGN KEY (disclosure_id) REFERENCES disclosure(id),
  constraint response_page_response_id_fkey FOREIGN KEY (response_id) REFERENCES response(id) ON DELETE CASCADE
);

create table response_role (
  response_id uuid not null,
  role text not null,
  required boolean not null,
  state text not null,
  state_at timestamp with time zone not null,
  eta_at timestamp with time zone,
  organization_id uuid,
  page_id uuid,
  candidates jsonb not null default '[]'::jsonb,
  constraint response_role_pkey PRIMARY KEY (response_id, role),
  constraint response_role_response_id_fkey FOREIGN KEY (response_id) REFERENCES response(id) ON DELETE CASCADE,
  constraint response_role_state_check CHECK ((state = ANY (ARRAY['asking'::text, 'acknowledged'::text, 'en-route'::text, 'staged'::text, 'unfilled'::text, 'stood-down'::text])))
);

create table sandbox_clock (
  id smallint not null,
  offset_milliseconds bigint not null,
  constraint sandbox_clock_pkey PRIMARY KEY (id),
  constraint sandbox_clock_id_check CHECK ((id = 1)),
  constraint sandbox_clock_offset_milliseconds_check CHECK ((offset_milliseconds >= 0))
);

create table schema_migration (
  name text not null,
  sha256 text not null,
  at timestamp with time zone not null default now(),
  constraint schema_migration_pkey PRIMARY KEY (name)
);

create table staff (
  id uuid not null,
  name text not null,
  role text not null,
  constraint staff_pkey PRIMARY KEY (id),
  constraint staff_name_check CHECK (((length(name) >= 1) AND (length(name) <= 120))),
  constraint staff_role_check CHECK ((role = ANY (ARRAY['hotline-advocate'::text, 'supervisor'::text])))
);

CREATE INDEX audit_leaf_by_subject ON public.audit_leaf USING btree (subject_id, at, id);
CREATE INDEX case_signal_by_case ON public.case_signal USING btree (case_id);
CREATE INDEX disclosure_by_case ON public.disclosure USING btree (case_id, at);
CREATE INDEX disclosure_by_signal ON public.disclosure USING btree (signal_id);
CREATE INDEX due_by_time ON public.due USING btree (due_at, id);
CREATE UNIQUE INDEX due_once ON public.due USING btree (kind, subject_id, dedupe_key);
CREATE INDEX response_by_signal ON public.response USING btree (signal_id, opened_at);
CREATE UNIQUE INDEX response_open_once ON public.response USING btree (signal_id) WHERE (state = 'open'::text);
CREATE INDEX response_page_by_role ON public.response_page USING btree (response_id, role);
