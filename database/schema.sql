-- Generated from the live schema by `npm run generate`. Do not edit; add a migration.

create table assessment (
  id uuid not null,
  signal_id uuid not null,
  at timestamp with time zone not null,
  by_staff_id uuid not null,
  observed_behaviours text[] not null,
  own_words boolean not null,
  strength text not null,
  danger text not null,
  age_group text not null,
  appearance_only boolean not null,
  reason bytea not null,
  constraint assessment_pkey PRIMARY KEY (id),
  constraint assessment_signal_id_fkey FOREIGN KEY (signal_id) REFERENCES signal(id) ON DELETE CASCADE,
  constraint assessment_age_group_check CHECK ((age_group = ANY (ARRAY['minor'::text, 'adult'::text, 'unknown'::text]))),
  constraint assessment_danger_check CHECK ((danger = ANY (ARRAY['imminent'::text, 'soon'::text, 'not-known'::text, 'none'::text]))),
  constraint assessment_reason_check CHECK ((octet_length(reason) < 20000)),
  constraint assessment_strength_check CHECK ((strength = ANY (ARRAY['high'::text, 'moderate'::text, 'none'::text])))
);

create table attachment (
  id uuid not null,
  signal_id uuid not null,
  kind text not null,
  size_bytes integer not null,
  state text not null,
  added_by uuid,
  at timestamp with time zone not null,
  scanned_at timestamp with time zone,
  name bytea not null,
  original bytea not null,
  shared bytea,
  constraint attachment_pkey PRIMARY KEY (id),
  constraint attachment_signal_id_fkey FOREIGN KEY (signal_id) REFERENCES signal(id) ON DELETE CASCADE,
  constraint attachment_kind_check CHECK ((kind = ANY (ARRAY['pdf'::text, 'png'::text, 'jpeg'::text, 'webp'::text, 'txt'::text]))),
  constraint attachment_name_check CHECK ((octet_length(name) < 2000)),
  constraint attachment_original_check CHECK ((octet_length(original) < 10500000)),
  constraint attachment_shared_check CHECK ((octet_length(shared) < 42000000)),
  constraint attachment_size_bytes_check CHECK (((size_bytes >= 1) AND (size_bytes <= 10485760))),
  constraint attachment_state_check CHECK ((state = ANY (ARRAY['clean'::text, 'quarantined'::text, 'infected'::text])))
);

create table audit_checkpoint (
  size bigint not null,
  at timestamp with time zone not null,
  note text not null,
  constraint audit_checkpoint_pkey PRIMARY KEY (size),
  constraint audit_checkpoint_note_check CHECK (((length(note) >= 1) AND (length(note) <= 4000))),
  constraint audit_checkpoint_size_check CHECK ((size >= 0))
);

create table audit_entry (
  sequence bigint not null,
  leaf_id uuid not null,
  salt bytea not null,
  commitment bytea not null,
  hash bytea not null,
  constraint audit_entry_leaf_id_key UNIQUE (leaf_id),
  constraint audit_entry_pkey PRIMARY KEY (sequence),
  constraint audit_entry_leaf_id_fkey FOREIGN KEY (leaf_id) REFERENCES audit_leaf(id),
  constraint audit_entry_commitment_check CHECK ((octet_length(commitment) = 32)),
  constraint audit_entry_hash_check CHECK ((octet_length(hash) = 32)),
  constraint audit_entry_salt_check CHECK ((octet_length(salt) = 16)),
  constraint audit_entry_sequence_check CHECK ((sequence >= 0))
);

create table audit_leaf (
  id uuid not null,
  at timestamp with time zone not null,
  actor_kind text not null,
  actor_id uuid,
  action text not null,
  subject_kind text not null,
  subject_id uuid not null,
  detail jsonb not null default '{}'::jsonb,
  sequenced boolean not null default false,
  constraint audit_leaf_pkey PRIMARY KEY (id),
  constraint audit_leaf_action_check CHECK (((length(action) >= 1) AND (length(action) <= 80))),
  constraint audit_leaf_actor_kind_check CHECK ((actor_kind = ANY (ARRAY['staff'::text, 'signaler'::text, 'responder'::text, 'system'::text]))),
  constraint audit_leaf_detail_check CHECK ((pg_column_size(detail) < 8192)),
  constraint audit_leaf_subject_kind_check CHECK (((length(subject_kind) >= 1) AND (length(subject_kind) <= 40)))
);

create table audit_node (
  level smallint not null,
  index bigint not null,
  hash bytea not null,
  constraint audit_node_pkey PRIMARY KEY (level, index),
  constraint audit_node_hash_check CHECK ((octet_length(hash) = 32)),
  constraint audit_node_index_check CHECK ((index >= 0)),
  constraint audit_node_level_check CHECK ((level >= 1))
);

create table audit_shown (
  leaf_id uuid not null,
  record_id uuid not null,
  viewer_id uuid not null,
  view text not null,
  at timestamp with time zone not null,
  constraint audit_shown_pkey PRIMARY KEY (leaf_id, record_id),
  constraint audit_shown_leaf_id_fkey FOREIGN KEY (leaf_id) REFERENCES audit_leaf(id),
  constraint audit_shown_view_check CHECK ((view ~ '^[a-z-]{1,40}$'::text))
);

create table break_glass (
  id uuid not null,
  signal_id uuid not null,
  asked_by uuid not null,
  reason bytea not null,
  asked_at timestamp with time zone not null,
  granted_by uuid,
  granted_at timestamp with time zone,
  ended_by uuid,
  ended_at timestamp with time zone,
  constraint break_glass_pkey PRIMARY KEY (id),
  constraint break_glass_signal_id_fkey FOREIGN KEY (signal_id) REFERENCES signal(id),
  constraint break_glass_check CHECK ((granted_by <> asked_by)),
  constraint break_glass_check1 CHECK (((granted_by IS NULL) = (granted_at IS NULL))),
  constraint break_glass_check2 CHECK (((ended_by IS NULL) = (ended_at IS NULL))),
  constraint break_glass_reason_check CHECK ((length(reason) < 10000))
);

create table case_file (
  id uuid not null,
  opened_at timestamp with time zone not null,
  constraint case_file_pkey PRIMARY KEY (id)
);

create table case_place (
  case_id uuid not null,
  approximate boolean not null,
  linked_by uuid,
  at timestamp with time zone not null,
  place bytea not null,
  constraint case_place_pkey PRIMARY KEY (case_id),
  constraint case_place_case_id_fkey FOREIGN KEY (case_id) REFERENCES case_file(id) ON DELETE CASCADE,
  constraint case_place_place_check CHECK ((octet_length(place) < 10000))
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
  linked_by uuid,
  at timestamp with time zone not null,
  trip bytea not null,
  constraint case_trip_pkey PRIMARY KEY (case_id),
  constraint case_trip_case_id_fkey FOREIGN KEY (case_id) REFERENCES case_file(id) ON DELETE CASCADE,
  constraint case_trip_trip_check CHECK ((octet_length(trip) < 4000))
);

create table chat (
  signal_id uuid not null,
  state text not null,
  begun_at timestamp with time zone not null,
  after_sequence integer not null default 0,
  alone text not null default 'not-said'::text,
  if_quiet bytea,
  hand_over_note bytea,
  staff_id uuid,
  offered_at timestamp with time zone,
  ended_at timestamp with time zone,
  ended_by text,
  followed_at timestamp with time zone,
  taken_at timestamp with time zone,
  acted_at timestamp with time zone,
  handed_sequence integer not null default 0,
  unshown integer[] not null default '{}'::integer[],
  constraint chat_pkey PRIMARY KEY (signal_id),
  constraint chat_signal_id_fkey FOREIGN KEY (signal_id) REFERENCES signal(id) ON DELETE CASCADE,
  constraint chat_after_sequence_check CHECK ((after_sequence >= 0)),
  constraint chat_alone_check CHECK ((alone = ANY (ARRAY['yes'::text, 'no'::text, 'not-said'::text]))),
  constraint chat_check CHECK (((state = ANY (ARRAY['offered'::text, 'live'::text])) = (staff_id IS NOT NULL))),
  constraint chat_check1 CHECK (((state = 'ended'::text) = ((ended_at IS NOT NULL) AND (ended_by IS NOT NULL)))),
  constraint chat_ended_by_check CHECK ((ended_by = ANY (ARRAY['signaler'::text, 'staff'::text]))),
  constraint chat_hand_over_note_check CHECK ((octet_length(hand_over_note) < 10000)),
  constraint chat_handed_sequence_check CHECK ((handed_sequence >= 0)),
  constraint chat_if_quiet_check CHECK ((octet_length(if_quiet) < 4000)),
  constraint chat_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'offered'::text, 'live'::text, 'ended'::text]))),
  constraint chat_unshown_check CHECK ((cardinality(unshown) <= 200))
);

create table chat_pass (
  signal_id uuid not null,
  staff_id uuid not null,
  at timestamp with time zone not null,
  constraint chat_pass_pkey PRIMARY KEY (signal_id, staff_id),
  constraint chat_pass_signal_id_fkey FOREIGN KEY (signal_id) REFERENCES chat(signal_id) ON DELETE CASCADE
);

create table contact (
  id uuid not null,
  organization_id uuid not null,
  name text not null,
  wire text not null,
  address text not null,
  is_desk boolean not null,
  priority integer not null,
  unit_id uuid,
  constraint contact_pkey PRIMARY KEY (id),
  constraint contact_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id) ON DELETE CASCADE,
  constraint contact_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES unit(id) ON DELETE SET NULL,
  constraint contact_address_check CHECK (((length(address) >= 3) AND (length(address) <= 300))),
  constraint contact_name_check CHECK (((length(name) >= 1) AND (length(name) <= 160))),
  constraint contact_priority_check CHECK (((priority >= 0) AND (priority <= 1000))),
  constraint contact_wire_check CHECK ((wire = ANY (ARRAY['sms'::text, 'email'::text, 'voice'::text, 'webhook'::text])))
);

create table court_order (
  id uuid not null,
  case_id uuid not null,
  signal_id uuid not null,
  organization_id uuid not null,
  items text[] not null,
  ordered bytea not null,
  attachment_id uuid,
  until timestamp with time zone not null,
  asked_by uuid not null,
  asked_at timestamp with time zone not null,
  agreed_by uuid,
  agreed_at timestamp with time zone,
  despite_list boolean not null default false,
  disclosure_id uuid,
  handed_over_by uuid,
  handed_over_at timestamp with time zone,
  person_told_by uuid,
  person_told_at timestamp with time zone,
  ended_by uuid,
  ended_at timestamp with time zone,
  untold bytea,
  untold_by uuid,
  untold_at timestamp with time zone,
  constraint court_order_pkey PRIMARY KEY (id),
  constraint court_order_agreed_by_fkey FOREIGN KEY (agreed_by) REFERENCES staff(id),
  constraint court_order_asked_by_fkey FOREIGN KEY (asked_by) REFERENCES staff(id),
  constraint court_order_attachment_id_fkey FOREIGN KEY (attachment_id) REFERENCES attachment(id) ON DELETE SET NULL,
  constraint court_order_case_id_fkey FOREIGN KEY (case_id) REFERENCES case_file(id),
  constraint court_order_disclosure_id_fkey FOREIGN KEY (disclosure_id) REFERENCES disclosure(id),
  constraint court_order_ended_by_fkey FOREIGN KEY (ended_by) REFERENCES staff(id),
  constraint court_order_handed_over_by_fkey FOREIGN KEY (handed_over_by) REFERENCES staff(id),
  constraint court_order_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id),
  constraint court_order_person_told_by_fkey FOREIGN KEY (person_told_by) REFERENCES staff(id),
  constraint court_order_signal_id_fkey FOREIGN KEY (signal_id) REFERENCES signal(id),
  constraint court_order_untold_by_fkey FOREIGN KEY (untold_by) REFERENCES staff(id),
  constraint court_order_check CHECK ((until > asked_at)),
  constraint court_order_check1 CHECK ((agreed_by <> asked_by)),
  constraint court_order_check2 CHECK ((((agreed_by IS NULL) = (agreed_at IS NULL)) AND ((agreed_by IS NULL) = (disclosure_id IS NULL)))),
  constraint court_order_check3 CHECK (((handed_over_at IS NULL) OR (agreed_at IS NOT NULL))),
  constraint court_order_check4 CHECK ((((untold IS NULL) = (untold_by IS NULL)) AND ((untold IS NULL) = (untold_at IS NULL)))),
  constraint court_order_items_check CHECK (((cardinality(items) >= 1) AND (cardinality(items) <= 5))),
  constraint court_order_ordered_check CHECK ((octet_length(ordered) < 20000)),
  constraint court_order_untold_check CHECK ((octet_length(untold) < 20000))
);

create table coverage (
  id uuid not null,
  organization_id uuid not null,
  authority text not null,
  shape text not null,
  county_fips text[] not null default '{}'::text[],
  state_fips text[] not null default '{}'::text[],
  path jsonb,
  lon double precision,
  lat double precision,
  within_meters double precision,
  mode text,
  place_name text,
  automatic boolean not null,
  constraint coverage_pkey PRIMARY KEY (id),
  constraint coverage_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id) ON DELETE CASCADE,
  constraint coverage_authority_check CHECK ((authority = ANY (ARRAY['own'::text, 'statewide'::text, 'mutual-aid'::text, 'on-site'::text, 'service-area'::text]))),
  constraint coverage_check CHECK (
CASE shape
    WHEN 'counties'::text THEN (cardinality(county_fips) > 0)
    WHEN 'states'::text THEN (cardinality(state_fips) > 0)
    WHEN 'corridor'::text THEN ((path IS NOT NULL) AND (within_meters IS NOT NULL))
    ELSE ((lon IS NOT NULL) AND (lat IS NOT NULL) AND (within_meters IS NOT NULL))
END),
  constraint coverage_lat_check CHECK (((lat >= ('-90'::integer)::double precision) AND (lat <= (90)::double precision))),
  constraint coverage_lon_check CHECK (((lon >= ('-180'::integer)::double precision) AND (lon <= (180)::double precision))),
  constraint coverage_mode_check CHECK ((mode = ANY (ARRAY['rail'::text, 'bus'::text]))),
  constraint coverage_path_check CHECK ((pg_column_size(path) < 65536)),
  constraint coverage_place_name_check CHECK (((length(place_name) >= 1) AND (length(place_name) <= 160))),
  constraint coverage_shape_check CHECK ((shape = ANY (ARRAY['counties'::text, 'states'::text, 'corridor'::text, 'radius'::text]))),
  constraint coverage_within_meters_check CHECK (((within_meters >= (1)::double precision) AND (within_meters <= (500000)::double precision)))
);

create table danger_call (
  signal_id uuid not null,
  organization_id uuid not null,
  place_index bytea not null,
  at timestamp with time zone not null,
  constraint danger_call_pkey PRIMARY KEY (signal_id, organization_id, place_index),
  constraint danger_call_place_index_check CHECK ((octet_length(place_index) = 8))
);

create table data_key (
  id uuid not null,
  organization_id uuid not null,
  record_id uuid not null,
  version integer not null,
  wrapped bytea,
  master_key_version integer not null,
  created_at timestamp with time zone not null,
  destroyed_at timestamp with time zone,
  constraint data_key_record_id_organization_id_version_key UNIQUE (record_id, organization_id, version),
  constraint data_key_pkey PRIMARY KEY (id),
  constraint data_key_check CHECK (((wrapped IS NULL) = (destroyed_at IS NOT NULL))),
  constraint data_key_master_key_version_check CHECK ((master_key_version >= 0)),
  constraint data_key_version_check CHECK (((version >= 1) AND (version <= 1000000))),
  constraint data_key_wrapped_check CHECK (((octet_length(wrapped) >= 16) AND (octet_length(wrapped) <= 2048)))
);

create table dialogue_message (
  id uuid not null,
  signal_id uuid not null,
  author text not null,
  at timestamp with time zone not null,
  staff_id uuid,
  key_hash bytea not null,
  by_text boolean not null default false,
  body bytea not null,
  sequence integer not null,
  in_chat boolean not null default false,
  constraint dialogue_message_signal_id_key_hash_key UNIQUE (signal_id, key_hash),
  constraint dialogue_message_signal_id_sequence_key UNIQUE (signal_id, sequence),
  constraint dialogue_message_pkey PRIMARY KEY (id),
  constraint dialogue_message_signal_id_fkey FOREIGN KEY (signal_id) REFERENCES signal(id) ON DELETE CASCADE,
  constraint dialogue_message_author_check CHECK ((author = ANY (ARRAY['signaler'::text, 'advocate'::text]))),
  constraint dialogue_message_body_check CHECK ((octet_length(body) < 30000)),
  constraint dialogue_message_sequence_check CHECK ((sequence > 0))
);

create table directory_entry (
  id uuid not null,
  name text not null,
  summary text not null,
  region text not null,
  website text,
  source text not null,
  verified_on date not null,
  note text not null,
  confidential boolean not null default true,
  constraint directory_entry_name_key UNIQUE (name),
  constraint directory_entry_pkey PRIMARY KEY (id),
  constraint directory_entry_confidential CHECK (((NOT confidential) OR (website IS NULL))),
  constraint directory_entry_name_check CHECK (((length(name) >= 1) AND (length(name) <= 160))),
  constraint directory_entry_note_check CHECK (((length(note) >= 1) AND (length(note) <= 1000))),
  constraint directory_entry_region_check CHECK (((length(region) >= 1) AND (length(region) <= 200))),
  constraint directory_entry_source_check CHECK ((source ~ '^https://'::text)),
  constraint directory_entry_summary_check CHECK (((length(summary) >= 1) AND (length(summary) <= 1000))),
  constraint directory_entry_website_check CHECK ((website ~ '^https://'::text))
);

create table directory_phone (
  entry_id uuid not null,
  place smallint not null,
  number text not null,
  kind text not null,
  description text not null,
  constraint directory_phone_pkey PRIMARY KEY (entry_id, place),
  constraint directory_phone_entry_id_fkey FOREIGN KEY (entry_id) REFERENCES directory_entry(id) ON DELETE CASCADE,
  constraint directory_phone_description_check CHECK (((length(description) >= 1) AND (length(description) <= 160))),
  constraint directory_phone_kind_check CHECK ((kind = ANY (ARRAY['voice'::text, 'text'::text, 'voice and text'::text]))),
  constraint directory_phone_number_check CHECK (((number ~ '^(1-)?[0-9]{3}-[0-9]{3}-[0-9]{4}$'::text) OR (number ~ '^[0-9]{3,6}$'::text))),
  constraint directory_phone_place_check CHECK (((place >= 1) AND (place <= 5)))
);

create table disclosure (
  id uuid not null,
  case_id uuid not null,
  signal_id uuid not null,
  organization_id uuid not null,
  items text[] not null,
  basis text not null,
  confirmed_by uuid,
  second_by uuid,
  at timestamp with time zone not null,
  revoked_at timestamp with time zone,
  delivered_at timestamp with time zone,
  opened_at timestamp with time zone,
  shown_at timestamp with time zone,
  until timestamp with time zone,
  facts bytea not null,
  reason bytea not null,
  revoked_reason bytea,
  constraint disclosure_pkey PRIMARY KEY (id),
  constraint disclosure_case_id_fkey FOREIGN KEY (case_id) REFERENCES case_file(id),
  constraint disclosure_basis_check CHECK ((basis = ANY (ARRAY['consent'::text, 'imminent-danger'::text, 'mandated-report-minor'::text, 'third-party-tip'::text, 'court-order'::text]))),
  constraint disclosure_check CHECK (((second_by IS NULL) OR (second_by <> confirmed_by))),
  constraint disclosure_check1 CHECK ((until > at)),
  constraint disclosure_facts_check CHECK ((octet_length(facts) < 40000)),
  constraint disclosure_items_check CHECK (((cardinality(items) >= 1) AND (cardinality(items) <= 40))),
  constraint disclosure_reason_check CHECK ((octet_length(reason) < 20000)),
  constraint disclosure_revoked_reason_check CHECK ((octet_length(revoked_reason) < 20000))
);

create table disclosure_shown (
  id uuid not null,
  disclosure_id uuid not null,
  way text not null,
  item text not null,
  at timestamp with time zone not null,
  record_id uuid not null,
  organization_id uuid not null,
  words bytea not null,
  constraint disclosure_shown_pkey PRIMARY KEY (id),
  constraint disclosure_shown_disclosure_id_fkey FOREIGN KEY (disclosure_id) REFERENCES disclosure(id),
  constraint disclosure_shown_item_check CHECK (((length(item) >= 1) AND (length(item) <= 60))),
  constraint disclosure_shown_way_check CHECK ((way = ANY (ARRAY['duty-page'::text, 'sms'::text, 'email'::text, 'push'::text, 'voice'::text, 'webhook'::text]))),
  constraint disclosure_shown_words_check CHECK ((octet_length(words) < 100000))
);

create table do_not_tell (
  id uuid not null,
  case_id uuid not null,
  organization_id uuid,
  by_staff_id uuid,
  at timestamp with time zone not null,
  reason bytea not null,
  unit_id uuid,
  contact_id uuid,
  staff_id uuid,
  name bytea,
  taken_back_at timestamp with time zone,
  taken_back_by uuid,
  taken_back_reason bytea,
  constraint do_not_tell_pkey PRIMARY KEY (id),
  constraint do_not_tell_case_id_fkey FOREIGN KEY (case_id) REFERENCES case_file(id) ON DELETE CASCADE,
  constraint do_not_tell_contact_id_fkey FOREIGN KEY (contact_id) REFERENCES contact(id),
  constraint do_not_tell_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff(id),
  constraint do_not_tell_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES unit(id),
  constraint do_not_tell_name_check CHECK ((octet_length(name) < 2000)),
  constraint do_not_tell_one_whom CHECK ((num_nonnulls(organization_id, unit_id, contact_id, staff_id, name) = 1)),
  constraint do_not_tell_reason_check CHECK ((octet_length(reason) < 20000)),
  constraint do_not_tell_taken_back CHECK ((num_nonnulls(taken_back_at, taken_back_by, taken_back_reason) = ANY (ARRAY[0, 3]))),
  constraint do_not_tell_taken_back_reason_check CHECK ((octet_length(taken_back_reason) < 20000))
);

create table do_not_tell_settled (
  signal_id uuid not null,
  by_staff_id uuid not null,
  at timestamp with time zone not null,
  reason bytea not null,
  constraint do_not_tell_settled_pkey PRIMARY KEY (signal_id),
  constraint do_not_tell_settled_signal_id_fkey FOREIGN KEY (signal_id) REFERENCES signal(id) ON DELETE CASCADE,
  constraint do_not_tell_settled_reason_check CHECK ((octet_length(reason) < 20000))
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

create table flood (
  id uuid not null,
  noticed_at timestamp with time zone not null,
  last_at timestamp with time zone not null,
  sketch bytea,
  size integer not null,
  alerted_at timestamp with time zone not null,
  released_at timestamp with time zone,
  released_by uuid,
  constraint flood_pkey PRIMARY KEY (id),
  constraint flood_check CHECK (((released_at IS NULL) = (released_by IS NULL))),
  constraint flood_size_check CHECK ((size >= 0)),
  constraint flood_sketch_check CHECK ((octet_length(sketch) = 64))
);

create table kept_number (
  id uuid not null,
  batch_id uuid not null,
  wire text not null,
  usable boolean not null,
  address bytea,
  purpose bytea,
  address_index bytea,
  loose_index bytea,
  constraint kept_number_pkey PRIMARY KEY (id),
  constraint kept_number_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES number_batch(id),
  constraint kept_number_address_check CHECK ((octet_length(address) < 2000)),
  constraint kept_number_address_index_check CHECK ((octet_length(address_index) = 8)),
  constraint kept_number_check CHECK (((address IS NOT NULL) OR ((address_index IS NULL) AND (loose_index IS NULL) AND (purpose IS NULL)))),
  constraint kept_number_loose_index_check CHECK ((octet_length(loose_index) = 8)),
  constraint kept_number_purpose_check CHECK ((octet_length(purpose) < 5000)),
  constraint kept_number_wire_check CHECK ((wire = ANY (ARRAY['sms'::text, 'email'::text])))
);

create table legal_hold (
  id uuid not null,
  signal_id uuid not null,
  basis text not null,
  reason bytea not null,
  placed_by uuid not null,
  placed_at timestamp with time zone not null,
  lifted_by uuid,
  lifted_at timestamp with time zone,
  keeps_number boolean not null default false,
  constraint legal_hold_pkey PRIMARY KEY (id),
  constraint legal_hold_signal_id_fkey FOREIGN KEY (signal_id) REFERENCES signal(id),
  constraint legal_hold_basis_check CHECK ((basis = ANY (ARRAY['court-order'::text, 'investigation'::text, 'claim'::text, 'person-asked'::text]))),
  constraint legal_hold_check CHECK (((lifted_by IS NULL) = (lifted_at IS NULL))),
  constraint legal_hold_reason_check CHECK ((length(reason) < 10000))
);

create table message (
  id uuid not null,
  direction text not null,
  wire text not null,
  ledger text,
  ledger_id uuid,
  about_kind text,
  about_id uuid,
  dedupe_key text,
  provider_id text,
  state text not null,
  at timestamp with time zone not null,
  sent_at timestamp with time zone,
  purpose text,
  record_id uuid not null,
  address bytea,
  address_index bytea,
  subject bytea,
  body bytea not null,
  number_id uuid,
  words_until timestamp with time zone,
  then_note boolean not null default false,
  constraint message_pkey PRIMARY KEY (id),
  constraint message_number_id_fkey FOREIGN KEY (number_id) REFERENCES kept_number(id),
  constraint message_address_check CHECK ((octet_length(address) < 10000)),
  constraint message_address_index_check CHECK ((octet_length(address_index) = 8)),
  constraint message_body_check CHECK ((octet_length(body) < 50000)),
  constraint message_check CHECK (((direction = 'in'::text) OR ((ledger IS NOT NULL) AND (ledger_id IS NOT NULL) AND (dedupe_key IS NOT NULL)))),
  constraint message_check1 CHECK (((address IS NULL) = (address_index IS NULL))),
  constraint message_check2 CHECK (((address IS NULL) OR (number_id IS NULL))),
  constraint message_direction_check CHECK ((direction = ANY (ARRAY['out'::text, 'in'::text]))),
  constraint message_ledger_check CHECK ((ledger = ANY (ARRAY['disclosure'::text, 'dialogue'::text]))),
  constraint message_purpose_check CHECK (((length(purpose) >= 1) AND (length(purpose) <= 40))),
  constraint message_state_check CHECK ((state = ANY (ARRAY['queued'::text, 'sending'::text, 'sent'::text, 'failed'::text, 'withheld'::text, 'received'::text]))),
  constraint message_subject_check CHECK ((octet_length(subject) < 4000)),
  constraint message_wire_check CHECK ((wire = ANY (ARRAY['sms'::text, 'email'::text, 'webhook'::text])))
);

create table number_batch (
  id uuid not null,
  day date not null,
  closed_at timestamp with time zone,
  forgotten_at timestamp with time zone,
  constraint number_batch_pkey PRIMARY KEY (id),
  constraint number_batch_check CHECK (((forgotten_at IS NULL) OR (closed_at IS NOT NULL)))
);

create table organization (
  id uuid not null,
  name text not null,
  kind text not null,
  role text not null,
  service_urn text not null,
  desk_first boolean not null,
  demo boolean not null,
  constraint organization_name_key UNIQUE (name),
  constraint organization_pkey PRIMARY KEY (id),
  constraint organization_check CHECK (((NOT demo) OR (name ~~ '%(demo)'::text))),
  constraint organization_kind_check CHECK ((kind = ANY (ARRAY['agency'::text, 'provider'::text, 'carrier'::text, 'psap'::text]))),
  constraint organization_name_check CHECK (((length(name) >= 1) AND (length(name) <= 160))),
  constraint organization_role_check CHECK ((role ~ '^[a-z][a-z-]{1,39}$'::text)),
  constraint organization_service_urn_check CHECK ((service_urn ~ '^urn:[a-zA-Z0-9:._-]{3,120}$'::text))
);

create table page (
  id uuid not null,
  code text not null,
  response_id uuid not null,
  role text not null,
  organization_id uuid not null,
  is_lead boolean not null,
  ledger text not null,
  ledger_id uuid not null,
  call_back_phone text not null,
  state text not null,
  rung integer not null default 0,
  rung_seconds integer not null,
  paged_at timestamp with time zone not null,
  ack_due_at timestamp with time zone not null,
  delivered_at timestamp with time zone,
  acknowledged_at timestamp with time zone,
  en_route_at timestamp with time zone,
  eta_at timestamp with time zone,
  staged_at timestamp with time zone,
  all_clear_at timestamp with time zone,
  released_at timestamp with time zone,
  outcome text,
  accepted_at timestamp with time zone,
  record_id uuid not null,
  offer bytea not null,
  detail bytea not null,
  contacts bytea not null,
  release_words bytea,
  decline_reason bytea,
  accepted_by_contact uuid,
  constraint page_pkey PRIMARY KEY (id),
  constraint page_code_check CHECK ((length(code) = 4)),
  constraint page_contacts_check CHECK ((octet_length(contacts) < 100000)),
  constraint page_decline_reason_check CHECK ((octet_length(decline_reason) < 20000)),
  constraint page_detail_check CHECK ((octet_length(detail) < 100000)),
  constraint page_ledger_check CHECK ((ledger = 'disclosure'::text)),
  constraint page_offer_check CHECK ((octet_length(offer) < 100000)),
  constraint page_release_words_check CHECK ((octet_length(release_words) < 20000)),
  constraint page_state_check CHECK ((state = ANY (ARRAY['notified'::text, 'delivered'::text, 'accepted'::text, 'declined'::text, 'timed-out'::text, 'en-route'::text, 'staged'::text, 'released'::text])))
);

create table page_link (
  token_hash bytea not null,
  page_id uuid not null,
  contact_id uuid,
  at timestamp with time zone not null,
  exchanged_at timestamp with time zone,
  revoked_at timestamp with time zone,
  constraint page_link_pkey PRIMARY KEY (token_hash),
  constraint page_link_page_id_fkey FOREIGN KEY (page_id) REFERENCES page(id) ON DELETE CASCADE
);

create table page_session (
  session_hash bytea not null,
  page_id uuid not null,
  at timestamp with time zone not null,
  revoked_at timestamp with time zone,
  contact_id uuid,
  constraint page_session_pkey PRIMARY KEY (session_hash),
  constraint page_session_page_id_fkey FOREIGN KEY (page_id) REFERENCES page(id) ON DELETE CASCADE
);

create table partner (
  id uuid not null,
  name text not null,
  feed_id text,
  per_minute integer not null,
  made_by uuid not null,
  made_at timestamp with time zone not null,
  constraint partner_pkey PRIMARY KEY (id),
  constraint partner_made_by_fkey FOREIGN KEY (made_by) REFERENCES staff(id),
  constraint partner_feed_id_check CHECK (((length(feed_id) >= 1) AND (length(feed_id) <= 60))),
  constraint partner_name_check CHECK (((length(name) >= 1) AND (length(name) <= 120))),
  constraint partner_per_minute_check CHECK (((per_minute >= 1) AND (per_minute <= 6000)))
);

create table partner_key (
  id uuid not null,
  partner_id uuid not null,
  mode text not null,
  made_by uuid not null,
  made_at timestamp with time zone not null,
  revoked_at timestamp with time zone,
  last_used_on date,
  constraint partner_key_pkey PRIMARY KEY (id),
  constraint partner_key_made_by_fkey FOREIGN KEY (made_by) REFERENCES staff(id),
  constraint partner_key_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES partner(id),
  constraint partner_key_mode_check CHECK ((mode = ANY (ARRAY['live'::text, 'sandbox'::text])))
);

create table partner_rehearsal (
  id uuid not null,
  partner_id uuid not null,
  key_hash bytea not null,
  body_hash bytea not null,
  at timestamp with time zone not null,
  constraint partner_rehearsal_key_hash_key UNIQUE (key_hash),
  constraint partner_rehearsal_pkey PRIMARY KEY (id),
  constraint partner_rehearsal_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES partner(id),
  constraint partner_rehearsal_body_hash_check CHECK ((octet_length(body_hash) = 32)),
  constraint partner_rehearsal_key_hash_check CHECK ((octet_length(key_hash) = 32))
);

create table presence (
  staff_id uuid not null,
  state text not null,
  since timestamp with time zone not null,
  until timestamp with time zone,
  capacity integer not null default 2,
  silent_offers integer not null default 0,
  last_offer_at timestamp with time zone,
  seen_at timestamp with time zone,
  constraint presence_pkey PRIMARY KEY (staff_id),
  constraint presence_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff(id),
  constraint presence_capacity_check CHECK (((capacity >= 1) AND (capacity <= 6))),
  constraint presence_check CHECK (((state = 'resting'::text) = (until IS NOT NULL))),
  constraint presence_silent_offers_check CHECK ((silent_offers >= 0)),
  constraint presence_state_check CHECK ((state = ANY (ARRAY['on-floor'::text, 'away'::text, 'resting'::text])))
);

create table purge (
  id uuid not null,
  signal_id uuid not null,
  cause text not null,
  asked_by uuid,
  asked_at timestamp with time zone not null,
  state text not null,
  ended_at timestamp with time zone,
  ended_by uuid,
  constraint purge_pkey PRIMARY KEY (id),
  constraint purge_signal_id_fkey FOREIGN KEY (signal_id) REFERENCES signal(id),
  constraint purge_cause_check CHECK ((cause = ANY (ARRAY['kept-long-enough'::text, 'person-asked'::text, 'court-order'::text, 'entered-in-error'::text]))),
  constraint purge_check CHECK (((state = 'open'::text) = (ended_at IS NULL))),
  constraint purge_state_check CHECK ((state = ANY (ARRAY['open'::text, 'stopped'::text, 'lapsed'::text, 'done'::text])))
);

create table purge_approval (
  purge_id uuid not null,
  by_id uuid not null,
  at timestamp with time zone not null,
  constraint purge_approval_pkey PRIMARY KEY (purge_id, by_id),
  constraint purge_approval_purge_id_fkey FOREIGN KEY (purge_id) REFERENCES purge(id)
);

create table release (
  id uuid not null,
  signal_id uuid not null,
  items text[] not null,
  until timestamp with time zone not null,
  given_at timestamp with time zone not null,
  by_the_person boolean not null,
  informed boolean not null,
  withdrawn_at timestamp with time zone,
  recorded_by uuid,
  confirmed_how text,
  recipient bytea not null,
  purpose bytea not null,
  constraint release_pkey PRIMARY KEY (id),
  constraint release_signal_id_fkey FOREIGN KEY (signal_id) REFERENCES signal(id) ON DELETE CASCADE,
  constraint release_check CHECK (((recorded_by IS NULL) = (confirmed_how IS NULL))),
  constraint release_confirmed_how_check CHECK ((confirmed_how = ANY (ARRAY['code-word'::text, 'voice'::text]))),
  constraint release_items_check CHECK (((cardinality(items) >= 1) AND (cardinality(items) <= 40))),
  constraint release_purpose_check CHECK ((octet_length(purpose) < 3000)),
  constraint release_recipient_check CHECK ((octet_length(recipient) < 1000))
);

create table response (
  id uuid not null,
  signal_id uuid not null,
  case_id uuid not null,
  state text not null,
  confirmed_by uuid not null,
  second_by uuid,
  lead_role text not null,
  lead_organization_id uuid,
  last_sequence bigint not null default 0,
  opened_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  reason bytea not null,
  plan bytea not null,
  description bytea,
  constraint response_pkey PRIMARY KEY (id),
  constraint response_case_id_fkey FOREIGN KEY (case_id) REFERENCES case_file(id),
  constraint response_check CHECK ((second_by <> confirmed_by)),
  constraint response_description_check CHECK ((octet_length(description) < 20000)),
  constraint response_plan_check CHECK ((octet_length(plan) < 1000000)),
  constraint response_reason_check CHECK ((octet_length(reason) < 20000)),
  constraint response_state_check CHECK ((state = ANY (ARRAY['open'::text, 'stood-down'::text, 'closed'::text])))
);

create table response_event (
  response_id uuid not null,
  sequence bigint not null,
  at timestamp with time zone not null,
  kind text not null,
  record_id uuid not null,
  who bytea not null,
  what bytea not null,
  constraint response_event_pkey PRIMARY KEY (response_id, sequence),
  constraint response_event_response_id_fkey FOREIGN KEY (response_id) REFERENCES response(id) ON DELETE CASCADE,
  constraint response_event_sequence_check CHECK ((sequence > 0)),
  constraint response_event_what_check CHECK ((octet_length(what) < 20000)),
  constraint response_event_who_check CHECK ((octet_length(who) < 4000))
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

create table role_grant (
  id uuid not null,
  person_id uuid not null,
  role text not null,
  asked_by uuid not null,
  asked_at timestamp with time zone not null,
  agreed_by uuid,
  agreed_at timestamp with time zone,
  refused_by uuid,
  refused_at timestamp with time zone,
  constraint role_grant_pkey PRIMARY KEY (id),
  constraint role_grant_agreed_by_fkey FOREIGN KEY (agreed_by) REFERENCES staff(id),
  constraint role_grant_asked_by_fkey FOREIGN KEY (asked_by) REFERENCES staff(id),
  constraint role_grant_person_id_fkey FOREIGN KEY (person_id) REFERENCES staff(id),
  constraint role_grant_refused_by_fkey FOREIGN KEY (refused_by) REFERENCES staff(id),
  constraint role_grant_check CHECK ((asked_by <> person_id)),
  constraint role_grant_check1 CHECK (((agreed_by <> asked_by) AND (agreed_by <> person_id))),
  constraint role_grant_check2 CHECK (((agreed_by IS NULL) OR (agreed_at IS NOT NULL))),
  constraint role_grant_check3 CHECK (((refused_by IS NULL) = (refused_at IS NULL))),
  constraint role_grant_check4 CHECK (((agreed_at IS NULL) OR (refused_at IS NULL))),
  constraint role_grant_role_check CHECK ((role = ANY (ARRAY['supervisor'::text, 'hotline-administrator'::text])))
);

create table rota_shift (
  id uuid not null,
  contact_id uuid not null,
  zone text not null,
  weekday smallint not null,
  from_minute smallint not null,
  until_minute smallint not null,
  constraint rota_shift_pkey PRIMARY KEY (id),
  constraint rota_shift_contact_id_fkey FOREIGN KEY (contact_id) REFERENCES contact(id) ON DELETE CASCADE,
  constraint rota_shift_check CHECK ((from_minute < until_minute)),
  constraint rota_shift_from_minute_check CHECK (((from_minute >= 0) AND (from_minute <= 1439))),
  constraint rota_shift_until_minute_check CHECK (((until_minute >= 1) AND (until_minute <= 1440))),
  constraint rota_shift_weekday_check CHECK (((weekday >= 0) AND (weekday <= 6))),
  constraint rota_shift_zone_check CHECK (((length(zone) >= 1) AND (length(zone) <= 60)))
);

create table safe_time_waiver (
  id uuid not null,
  signal_id uuid not null,
  by_staff_id uuid not null,
  reason bytea not null,
  at timestamp with time zone not null,
  until timestamp with time zone not null,
  constraint safe_time_waiver_pkey PRIMARY KEY (id),
  constraint safe_time_waiver_signal_id_fkey FOREIGN KEY (signal_id) REFERENCES signal(id) ON DELETE CASCADE,
  constraint safe_time_waiver_check CHECK ((until > at)),
  constraint safe_time_waiver_reason_check CHECK ((octet_length(reason) < 20000))
);

create table sandbox_clock (
  id smallint not null,
  offset_milliseconds bigint not null,
  constraint sandbox_clock_pkey PRIMARY KEY (id),
  constraint sandbox_clock_id_check CHECK ((id = 1)),
  constraint sandbox_clock_offset_milliseconds_check CHECK ((offset_milliseconds >= 0))
);

create table sandbox_delivery (
  id uuid not null,
  message_id uuid not null,
  wire text not null,
  at timestamp with time zone not null,
  address bytea not null,
  address_index bytea not null,
  body bytea not null,
  constraint sandbox_delivery_pkey PRIMARY KEY (id),
  constraint sandbox_delivery_address_index_check CHECK ((octet_length(address_index) = 8))
);

create table schema_migration (
  name text not null,
  sha256 text not null,
  at timestamp with time zone not null default now(),
  constraint schema_migration_pkey PRIMARY KEY (name)
);

create table search_entry (
  signal_id uuid not null,
  organization_id uuid not null,
  received_at timestamp with time zone not null,
  terms bytea[] not null,
  constraint search_entry_pkey PRIMARY KEY (signal_id),
  constraint search_entry_signal_id_fkey FOREIGN KEY (signal_id) REFERENCES signal(id),
  constraint search_entry_terms_check CHECK ((cardinality(terms) <= 1000))
);

create table search_term (
  organization_id uuid not null,
  term bytea not null,
  received_at timestamp with time zone not null,
  signal_id uuid not null,
  constraint search_term_pkey PRIMARY KEY (organization_id, term, received_at, signal_id),
  constraint search_term_term_check CHECK ((length(term) = 8))
);

create table service_token (
  id uuid not null,
  staff_id uuid not null,
  secret_hash bytea,
  scopes text[] not null,
  made_by uuid not null,
  made_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  revoked_at timestamp with time zone,
  last_used_on date,
  agreed_by uuid,
  agreed_at timestamp with time zone,
  constraint service_token_pkey PRIMARY KEY (id),
  constraint service_token_agreed_by_fkey FOREIGN KEY (agreed_by) REFERENCES staff(id),
  constraint service_token_made_by_fkey FOREIGN KEY (made_by) REFERENCES staff(id),
  constraint service_token_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff(id),
  constraint service_token_agreed CHECK (((agreed_by IS NULL) = (agreed_at IS NULL))),
  constraint service_token_by_two CHECK (((secret_hash IS NULL) OR (agreed_by IS NOT NULL) OR (revoked_at IS NOT NULL) OR (scopes <@ ARRAY['jurisdictions:explain'::text]))),
  constraint service_token_check CHECK (((expires_at > made_at) AND (expires_at <= (made_at + '366 days'::interval)))),
  constraint service_token_check1 CHECK ((agreed_by <> made_by)),
  constraint service_token_scopes_check CHECK (((cardinality(scopes) >= 1) AND (cardinality(scopes) <= 40))),
  constraint service_token_secret_hash_check CHECK ((octet_length(secret_hash) = 32))
);

create table signal (
  id uuid not null,
  received_at timestamp with time zone not null,
  channel text not null,
  door text not null,
  relation text not null,
  proximity text not null,
  language text not null,
  danger text not null,
  age_group text not null,
  observations text[] not null default '{}'::text[],
  state text not null,
  read_at timestamp with time zone,
  closed_at timestamp with time zone,
  acted_on_at timestamp with time zone,
  code_hash bytea not null,
  code_revoked_at timestamp with time zone,
  code_elsewhere boolean not null default false,
  key_hash bytea not null,
  body_hash bytea not null,
  last_opened_at timestamp with time zone,
  texts_stopped_at timestamp with time zone,
  narrative bytea not null,
  own_words bytea,
  appearance bytea,
  transit bytea,
  place bytea,
  do_not_tell bytea,
  closed_reason bytea,
  door_moved_reason bytea,
  purged_at timestamp with time zone,
  number_id uuid,
  texts_safe_at timestamp with time zone,
  partner_key_id uuid,
  over_contract boolean not null default false,
  flood_id uuid,
  people bytea,
  vehicle bytea,
  unfinished boolean not null default false,
  contact_wishes bytea,
  constraint signal_key_hash_key UNIQUE (key_hash),
  constraint signal_pkey PRIMARY KEY (id),
  constraint signal_flood_id_fkey FOREIGN KEY (flood_id) REFERENCES flood(id),
  constraint signal_number_id_fkey FOREIGN KEY (number_id) REFERENCES kept_number(id),
  constraint signal_partner_key_id_fkey FOREIGN KEY (partner_key_id) REFERENCES partner_key(id),
  constraint signal_age_group_check CHECK ((age_group = ANY (ARRAY['minor'::text, 'adult'::text, 'unknown'::text]))),
  constraint signal_appearance_check CHECK ((octet_length(appearance) < 10000)),
  constraint signal_channel_check CHECK ((channel = ANY (ARRAY['web-form'::text, 'partner'::text, 'call'::text, 'text'::text, 'chat'::text, 'email'::text, 'walk-in'::text]))),
  constraint signal_closed_reason_check CHECK ((octet_length(closed_reason) < 20000)),
  constraint signal_contact_wishes_check CHECK ((octet_length(contact_wishes) < 10000)),
  constraint signal_danger_check CHECK ((danger = ANY (ARRAY['imminent'::text, 'soon'::text, 'not-known'::text, 'none'::text]))),
  constraint signal_do_not_tell_check CHECK ((octet_length(do_not_tell) < 10000)),
  constraint signal_door_check CHECK ((door = ANY (ARRAY['help'::text, 'tip'::text, 'professional'::text]))),
  constraint signal_door_moved_reason_check CHECK ((octet_length(door_moved_reason) < 20000)),
  constraint signal_language_check CHECK (((length(language) >= 2) AND (length(language) <= 35))),
  constraint signal_narrative_check CHECK ((octet_length(narrative) < 100000)),
  constraint signal_observations_check CHECK ((cardinality(observations) <= 40)),
  constraint signal_own_words_check CHECK ((octet_length(own_words) < 30000)),
  constraint signal_people_check CHECK ((octet_length(people) < 10000)),
  constraint signal_place_check CHECK ((octet_length(place) < 20000)),
  constraint signal_state_check CHECK ((state = ANY (ARRAY['received'::text, 'read'::text, 'closed'::text]))),
  constraint signal_transit_check CHECK ((octet_length(transit) < 20000)),
  constraint signal_vehicle_check CHECK ((octet_length(vehicle) < 20000))
);

create table signal_sketch (
  signal_id uuid not null,
  at timestamp with time zone not null,
  sketch bytea not null,
  constraint signal_sketch_pkey PRIMARY KEY (signal_id),
  constraint signal_sketch_signal_id_fkey FOREIGN KEY (signal_id) REFERENCES signal(id) ON DELETE CASCADE,
  constraint signal_sketch_sketch_check CHECK ((octet_length(sketch) = 64))
);

create table staff (
  id uuid not null,
  name text not null,
  role text not null,
  organization_id uuid not null default '01900000-0000-7000-8000-0000000000a1'::uuid,
  active boolean not null default true,
  constraint staff_pkey PRIMARY KEY (id),
  constraint staff_name_check CHECK (((length(name) >= 1) AND (length(name) <= 120))),
  constraint staff_role_at CHECK (((role <> ALL (ARRAY['hotline-advocate'::text, 'supervisor'::text, 'hotline-administrator'::text])) OR (organization_id = '01900000-0000-7000-8000-0000000000a1'::uuid))),
  constraint staff_role_check CHECK ((role = ANY (ARRAY['hotline-advocate'::text, 'supervisor'::text, 'hotline-administrator'::text, 'agency-coordinator'::text, 'responder'::text, 'provider-advocate'::text, 'auditor'::text, 'service-account'::text])))
);

create table supervisor_alert (
  id uuid not null,
  at timestamp with time zone not null,
  kind text not null,
  signal_id uuid,
  response_id uuid,
  handled_at timestamp with time zone,
  handled_by uuid,
  record_id uuid not null,
  words bytea not null,
  constraint supervisor_alert_pkey PRIMARY KEY (id),
  constraint supervisor_alert_kind_check CHECK (((length(kind) >= 1) AND (length(kind) <= 60))),
  constraint supervisor_alert_words_check CHECK ((octet_length(words) < 10000))
);

create table transit_feed (
  id text not null,
  name text not null,
  agency_timezone text not null,
  source text not null,
  sha256 text not null,
  imported_at timestamp with time zone not null,
  constraint transit_feed_pkey PRIMARY KEY (id),
  constraint transit_feed_id_check CHECK ((id ~ '^[a-z0-9][a-z0-9-]{0,39}$'::text))
);

create table transit_service (
  feed_id text not null,
  service_id text not null,
  weekdays text not null,
  start_date date not null,
  end_date date not null,
  constraint transit_service_pkey PRIMARY KEY (feed_id, service_id),
  constraint transit_service_feed_id_fkey FOREIGN KEY (feed_id) REFERENCES transit_feed(id) ON DELETE CASCADE,
  constraint transit_service_weekdays_check CHECK ((weekdays ~ '^[01]{7}$'::text))
);

create table transit_service_exception (
  feed_id text not null,
  service_id text not null,
  date date not null,
  runs boolean not null,
  constraint transit_service_exception_pkey PRIMARY KEY (feed_id, service_id, date),
  constraint transit_service_exception_feed_id_fkey FOREIGN KEY (feed_id) REFERENCES transit_feed(id) ON DELETE CASCADE
);

create table transit_stop (
  feed_id text not null,
  stop_id text not null,
  name text not null,
  lon double precision not null,
  lat double precision not null,
  constraint transit_stop_pkey PRIMARY KEY (feed_id, stop_id),
  constraint transit_stop_feed_id_fkey FOREIGN KEY (feed_id) REFERENCES transit_feed(id) ON DELETE CASCADE,
  constraint transit_stop_lat_check CHECK (((lat >= ('-90'::integer)::double precision) AND (lat <= (90)::double precision))),
  constraint transit_stop_lon_check CHECK (((lon >= ('-180'::integer)::double precision) AND (lon <= (180)::double precision)))
);

create table transit_stop_time (
  feed_id text not null,
  trip_id text not null,
  sequence integer not null,
  stop_id text not null,
  arrival_seconds integer not null,
  departure_seconds integer not null,
  constraint transit_stop_time_pkey PRIMARY KEY (feed_id, trip_id, sequence),
  constraint transit_stop_time_feed_id_stop_id_fkey FOREIGN KEY (feed_id, stop_id) REFERENCES transit_stop(feed_id, stop_id),
  constraint transit_stop_time_feed_id_trip_id_fkey FOREIGN KEY (feed_id, trip_id) REFERENCES transit_trip(feed_id, trip_id) ON DELETE CASCADE
);

create table transit_trip (
  feed_id text not null,
  trip_id text not null,
  route_name text not null,
  route_type integer not null,
  service_id text not null,
  short_name text not null,
  headsign text not null,
  constraint transit_trip_pkey PRIMARY KEY (feed_id, trip_id),
  constraint transit_trip_feed_id_fkey FOREIGN KEY (feed_id) REFERENCES transit_feed(id) ON DELETE CASCADE
);

create table unit (
  id uuid not null,
  organization_id uuid not null,
  role text not null,
  label text not null,
  lon double precision not null,
  lat double precision not null,
  mobilise_minutes double precision not null,
  constraint unit_pkey PRIMARY KEY (id),
  constraint unit_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id) ON DELETE CASCADE,
  constraint unit_label_check CHECK (((length(label) >= 1) AND (length(label) <= 120))),
  constraint unit_lat_check CHECK (((lat >= ('-90'::integer)::double precision) AND (lat <= (90)::double precision))),
  constraint unit_lon_check CHECK (((lon >= ('-180'::integer)::double precision) AND (lon <= (180)::double precision))),
  constraint unit_mobilise_minutes_check CHECK (((mobilise_minutes >= (0)::double precision) AND (mobilise_minutes <= (240)::double precision))),
  constraint unit_role_check CHECK ((role ~ '^[a-z][a-z-]{1,39}$'::text))
);

create table voice_task (
  id uuid not null,
  kind text not null,
  organization_id uuid,
  organization_name text not null,
  phone text not null,
  subject_id uuid not null,
  page_id uuid,
  at timestamp with time zone not null,
  due_at timestamp with time zone not null,
  done_at timestamp with time zone,
  done_by uuid,
  result text,
  signal_id uuid,
  response_id uuid,
  attempt integer not null default 1,
  record_id uuid not null,
  script bytea not null,
  call_taker bytea,
  cad_number bytea,
  constraint voice_task_pkey PRIMARY KEY (id),
  constraint voice_task_page_id_fkey FOREIGN KEY (page_id) REFERENCES page(id) ON DELETE CASCADE,
  constraint voice_task_attempt_check CHECK (((attempt >= 1) AND (attempt <= 100))),
  constraint voice_task_cad_number_check CHECK ((octet_length(cad_number) < 1000)),
  constraint voice_task_call_taker_check CHECK ((octet_length(call_taker) < 2000)),
  constraint voice_task_kind_check CHECK ((kind = ANY (ARRAY['psap'::text, 'desk-page'::text, 'call-back'::text, 'stand-down'::text]))),
  constraint voice_task_result_check CHECK ((result = ANY (ARRAY['confirmed'::text, 'declined'::text, 'no-answer'::text, 'withdrawn'::text]))),
  constraint voice_task_script_check CHECK ((octet_length(script) < 20000))
);

CREATE INDEX assessment_by_signal ON public.assessment USING btree (signal_id, at DESC);
CREATE INDEX attachment_of_signal ON public.attachment USING btree (signal_id, at);
CREATE INDEX audit_leaf_by_actor ON public.audit_leaf USING btree (actor_id, at, id) WHERE (actor_id IS NOT NULL);
CREATE INDEX audit_leaf_by_subject ON public.audit_leaf USING btree (subject_id, at, id);
CREATE INDEX audit_leaf_waiting ON public.audit_leaf USING btree (id) WHERE (NOT sequenced);
CREATE INDEX audit_shown_by_record ON public.audit_shown USING btree (record_id, at DESC, viewer_id, view);
CREATE INDEX break_glass_by_signal ON public.break_glass USING btree (signal_id, asked_at);
CREATE INDEX case_signal_by_case ON public.case_signal USING btree (case_id);
CREATE INDEX chat_by_staff ON public.chat USING btree (staff_id) WHERE (state = ANY (ARRAY['offered'::text, 'live'::text]));
CREATE INDEX chat_live ON public.chat USING btree (begun_at) WHERE (state = 'live'::text);
CREATE INDEX chat_waiting ON public.chat USING btree (begun_at, signal_id) WHERE (state = ANY (ARRAY['waiting'::text, 'offered'::text]));
CREATE INDEX contact_by_organization ON public.contact USING btree (organization_id, priority);
CREATE INDEX court_order_by_signal ON public.court_order USING btree (signal_id, asked_at);
CREATE INDEX coverage_by_organization ON public.coverage USING btree (organization_id);
CREATE INDEX data_key_by_master_key ON public.data_key USING btree (master_key_version, id) WHERE (destroyed_at IS NULL);
CREATE INDEX dialogue_message_by_time ON public.dialogue_message USING btree (signal_id, at);
CREATE INDEX disclosure_by_case ON public.disclosure USING btree (case_id, at);
CREATE INDEX disclosure_by_signal ON public.disclosure USING btree (signal_id);
CREATE INDEX disclosure_shown_by_disclosure ON public.disclosure_shown USING btree (disclosure_id, at, id);
CREATE UNIQUE INDEX do_not_tell_contact_stands ON public.do_not_tell USING btree (case_id, contact_id) WHERE (taken_back_at IS NULL);
CREATE INDEX do_not_tell_of_case ON public.do_not_tell USING btree (case_id);
CREATE UNIQUE INDEX do_not_tell_organization_stands ON public.do_not_tell USING btree (case_id, organization_id) WHERE (taken_back_at IS NULL);
CREATE INDEX do_not_tell_staff ON public.do_not_tell USING btree (staff_id) WHERE (staff_id IS NOT NULL);
CREATE UNIQUE INDEX do_not_tell_staff_stands ON public.do_not_tell USING btree (case_id, staff_id) WHERE (taken_back_at IS NULL);
CREATE UNIQUE INDEX do_not_tell_unit_stands ON public.do_not_tell USING btree (case_id, unit_id) WHERE (taken_back_at IS NULL);
CREATE INDEX due_by_time ON public.due USING btree (due_at, id);
CREATE UNIQUE INDEX due_once ON public.due USING btree (kind, subject_id, dedupe_key);
CREATE INDEX flood_by_time ON public.flood USING btree (noticed_at, id);
CREATE INDEX kept_number_by_address ON public.kept_number USING btree (address_index) WHERE (address_index IS NOT NULL);
CREATE INDEX kept_number_by_batch ON public.kept_number USING btree (batch_id) WHERE (address IS NOT NULL);
CREATE INDEX kept_number_by_loose ON public.kept_number USING btree (loose_index) WHERE (loose_index IS NOT NULL);
CREATE INDEX legal_hold_by_signal ON public.legal_hold USING btree (signal_id, placed_at);
CREATE INDEX message_about ON public.message USING btree (about_id, at);
CREATE INDEX message_by_address ON public.message USING btree (address_index, at) WHERE (direction = 'out'::text);
CREATE INDEX message_by_number ON public.message USING btree (number_id, at) WHERE (number_id IS NOT NULL);
CREATE UNIQUE INDEX message_in_once ON public.message USING btree (wire, provider_id) WHERE (direction = 'in'::text);
CREATE UNIQUE INDEX message_out_once ON public.message USING btree (ledger_id, dedupe_key) WHERE (direction = 'out'::text);
CREATE INDEX number_batch_kept ON public.number_batch USING btree (day) WHERE (forgotten_at IS NULL);
CREATE UNIQUE INDEX number_batch_open ON public.number_batch USING btree (day) WHERE (closed_at IS NULL);
CREATE INDEX page_by_response ON public.page USING btree (response_id);
CREATE UNIQUE INDEX page_code_open ON public.page USING btree (code) WHERE (state <> 'released'::text);
CREATE INDEX page_link_by_page ON public.page_link USING btree (page_id);
CREATE INDEX page_session_by_page ON public.page_session USING btree (page_id);
CREATE UNIQUE INDEX partner_by_name ON public.partner USING btree (lower(name));
CREATE INDEX partner_key_by_partner ON public.partner_key USING btree (partner_id, made_at);
CREATE INDEX partner_rehearsal_by_time ON public.partner_rehearsal USING btree (partner_id, at);
CREATE INDEX purge_by_signal ON public.purge USING btree (signal_id, asked_at);
CREATE UNIQUE INDEX purge_open ON public.purge USING btree (signal_id) WHERE (state = 'open'::text);
CREATE INDEX release_by_signal ON public.release USING btree (signal_id);
CREATE INDEX response_by_signal ON public.response USING btree (signal_id, opened_at);
CREATE UNIQUE INDEX response_open_once ON public.response USING btree (signal_id) WHERE (state = 'open'::text);
CREATE INDEX response_page_by_role ON public.response_page USING btree (response_id, role);
CREATE UNIQUE INDEX role_grant_open ON public.role_grant USING btree (person_id) WHERE ((agreed_at IS NULL) AND (refused_at IS NULL));
CREATE INDEX rota_shift_by_contact ON public.rota_shift USING btree (contact_id);
CREATE INDEX safe_time_waiver_of_signal ON public.safe_time_waiver USING btree (signal_id, at);
CREATE INDEX sandbox_delivery_by_time ON public.sandbox_delivery USING btree (at DESC, id);
CREATE INDEX service_token_by_time ON public.service_token USING btree (made_at, id);
CREATE INDEX signal_by_code ON public.signal USING btree (code_hash);
CREATE INDEX signal_by_flood ON public.signal USING btree (flood_id, received_at, id) WHERE (flood_id IS NOT NULL);
CREATE INDEX signal_by_number ON public.signal USING btree (number_id, received_at) WHERE (number_id IS NOT NULL);
CREATE INDEX signal_by_partner_key ON public.signal USING btree (partner_key_id, received_at) WHERE (partner_key_id IS NOT NULL);
CREATE INDEX signal_closed ON public.signal USING btree (closed_at) WHERE ((state = 'closed'::text) AND (purged_at IS NULL));
CREATE INDEX signal_open ON public.signal USING btree (received_at) WHERE (state <> 'closed'::text);
CREATE INDEX signal_sketch_by_time ON public.signal_sketch USING btree (at, signal_id);
CREATE INDEX staff_by_name ON public.staff USING btree (name, id);
CREATE INDEX supervisor_alert_open ON public.supervisor_alert USING btree (at) WHERE (handled_at IS NULL);
CREATE INDEX transit_trip_by_number ON public.transit_trip USING btree (lower(short_name));
CREATE INDEX transit_trip_by_route ON public.transit_trip USING btree (lower(route_name));
CREATE INDEX unit_by_organization ON public.unit USING btree (organization_id);
CREATE INDEX voice_task_by_page ON public.voice_task USING btree (page_id);
CREATE INDEX voice_task_by_subject ON public.voice_task USING btree (subject_id);
CREATE INDEX voice_task_made ON public.voice_task USING btree (done_at DESC, id DESC) WHERE (done_at IS NOT NULL);
CREATE INDEX voice_task_to_make ON public.voice_task USING btree (((kind <> 'psap'::text)), due_at, id) WHERE (done_at IS NULL);
