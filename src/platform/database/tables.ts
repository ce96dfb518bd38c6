/** Generated from the live schema by `npm run generate`. Do not edit. */
import type { Generated } from 'kysely';

/** What a jsonb column holds; written with `json(value)`. */
type Json = Record<string, unknown>;

export interface Tables {
  assessment: {
    id: string;
    signal_id: string;
    at: Date;
    by_staff_id: string;
    observed_behaviours: string[];
    own_words: boolean;
    strength: string;
    danger: string;
    age_group: string;
    appearance_only: boolean;
    reason: Buffer;
  };
  attachment: {
    id: string;
    signal_id: string;
    kind: string;
    size_bytes: number;
    state: string;
    added_by: string | null;
    at: Date;
    scanned_at: Date | null;
    name: Buffer;
    original: Buffer;
    shared: Buffer | null;
  };
  audit_checkpoint: {
    size: number;
    at: Date;
    note: string;
  };
  audit_entry: {
    sequence: number;
    leaf_id: string;
    salt: Buffer;
    commitment: Buffer;
    hash: Buffer;
  };
  audit_leaf: {
    id: string;
    at: Date;
    actor_kind: string;
    actor_id: string | null;
    action: string;
    subject_kind: string;
    subject_id: string;
    detail: Generated<Json>;
    sequenced: Generated<boolean>;
  };
  audit_node: {
    level: number;
    index: number;
    hash: Buffer;
  };
  audit_shown: {
    leaf_id: string;
    record_id: string;
    viewer_id: string;
    view: string;
    at: Date;
  };
  break_glass: {
    id: string;
    signal_id: string;
    asked_by: string;
    reason: Buffer;
    asked_at: Date;
    granted_by: string | null;
    granted_at: Date | null;
    ended_by: string | null;
    ended_at: Date | null;
  };
  case_file: {
    id: string;
    opened_at: Date;
  };
  case_place: {
    case_id: string;
    approximate: boolean;
    linked_by: string | null;
    at: Date;
    place: Buffer;
  };
  case_signal: {
    signal_id: string;
    case_id: string;
    linked_at: Date;
  };
  case_trip: {
    case_id: string;
    linked_by: string | null;
    at: Date;
    trip: Buffer;
  };
  chat: {
    signal_id: string;
    state: string;
    begun_at: Date;
    after_sequence: Generated<number>;
    alone: Generated<string>;
    if_quiet: Buffer | null;
    hand_over_note: Buffer | null;
    staff_id: string | null;
    offered_at: Date | null;
    ended_at: Date | null;
    ended_by: string | null;
    followed_at: Date | null;
    taken_at: Date | null;
    acted_at: Date | null;
    handed_sequence: Generated<number>;
    unshown: Generated<number[]>;
  };
  chat_pass: {
    signal_id: string;
    staff_id: string;
    at: Date;
  };
  contact: {
    id: string;
    organization_id: string;
    name: string;
    wire: string;
    address: string;
    is_desk: boolean;
    priority: number;
    unit_id: string | null;
  };
  court_order: {
    id: string;
    case_id: string;
    signal_id: string;
    organization_id: string;
    items: string[];
    ordered: Buffer;
    attachment_id: string | null;
    until: Date;
    asked_by: string;
    asked_at: Date;
    agreed_by: string | null;
    agreed_at: Date | null;
    despite_list: Generated<boolean>;
    disclosure_id: string | null;
    handed_over_by: string | null;
    handed_over_at: Date | null;
    person_told_by: string | null;
    person_told_at: Date | null;
    ended_by: string | null;
    ended_at: Date | null;
    untold: Buffer | null;
    untold_by: string | null;
    untold_at: Date | null;
  };
  coverage: {
    id: string;
    organization_id: string;
    authority: string;
    shape: string;
    county_fips: Generated<string[]>;
    state_fips: Generated<string[]>;
    path: Json | null;
    lon: number | null;
    lat: number | null;
    within_meters: number | null;
    mode: string | null;
    place_name: string | null;
    automatic: boolean;
  };
  danger_call: {
    signal_id: string;
    organization_id: string;
    place_index: Buffer;
    at: Date;
  };
  data_key: {
    id: string;
    organization_id: string;
    record_id: string;
    version: number;
    wrapped: Buffer | null;
    master_key_version: number;
    created_at: Date;
    destroyed_at: Date | null;
  };
  dialogue_message: {
    id: string;
    signal_id: string;
    author: string;
    at: Date;
    staff_id: string | null;
    key_hash: Buffer;
    by_text: Generated<boolean>;
    body: Buffer;
    sequence: number;
    in_chat: Generated<boolean>;
  };
  directory_entry: {
    id: string;
    name: string;
    summary: string;
    region: string;
    website: string | null;
    source: string;
    verified_on: string;
    note: string;
    confidential: Generated<boolean>;
  };
  directory_phone: {
    entry_id: string;
    place: number;
    number: string;
    kind: string;
    description: string;
  };
  disclosure: {
    id: string;
    case_id: string;
    signal_id: string;
    organization_id: string;
    items: string[];
    basis: string;
    confirmed_by: string | null;
    second_by: string | null;
    at: Date;
    revoked_at: Date | null;
    delivered_at: Date | null;
    opened_at: Date | null;
    shown_at: Date | null;
    until: Date | null;
    facts: Buffer;
    reason: Buffer;
    revoked_reason: Buffer | null;
  };
  disclosure_shown: {
    id: string;
    disclosure_id: string;
    way: string;
    item: string;
    at: Date;
    record_id: string;
    organization_id: string;
    words: Buffer;
  };
  do_not_tell: {
    id: string;
    case_id: string;
    organization_id: string | null;
    by_staff_id: string | null;
    at: Date;
    reason: Buffer;
    unit_id: string | null;
    contact_id: string | null;
    staff_id: string | null;
    name: Buffer | null;
    taken_back_at: Date | null;
    taken_back_by: string | null;
    taken_back_reason: Buffer | null;
  };
  do_not_tell_settled: {
    signal_id: string;
    by_staff_id: string;
    at: Date;
    reason: Buffer;
  };
  due: {
    id: string;
    kind: string;
    subject_id: string;
    dedupe_key: Generated<string>;
    due_at: Date;
    payload: Generated<Json>;
    attempts: Generated<number>;
    leased_until: Date | null;
    lease: string | null;
  };
  flood: {
    id: string;
    noticed_at: Date;
    last_at: Date;
    sketch: Buffer | null;
    size: number;
    alerted_at: Date;
    released_at: Date | null;
    released_by: string | null;
  };
  kept_number: {
    id: string;
    batch_id: string;
    wire: string;
    usable: boolean;
    address: Buffer | null;
    purpose: Buffer | null;
    address_index: Buffer | null;
    loose_index: Buffer | null;
  };
  legal_hold: {
    id: string;
    signal_id: string;
    basis: string;
    reason: Buffer;
    placed_by: string;
    placed_at: Date;
    lifted_by: string | null;
    lifted_at: Date | null;
    keeps_number: Generated<boolean>;
  };
  message: {
    id: string;
    direction: string;
    wire: string;
    ledger: string | null;
    ledger_id: string | null;
    about_kind: string | null;
    about_id: string | null;
    dedupe_key: string | null;
    provider_id: string | null;
    state: string;
    at: Date;
    sent_at: Date | null;
    purpose: string | null;
    record_id: string;
    address: Buffer | null;
    address_index: Buffer | null;
    subject: Buffer | null;
    body: Buffer;
    number_id: string | null;
    words_until: Date | null;
    then_note: Generated<boolean>;
  };
  number_batch: {
    id: string;
    day: string;
    closed_at: Date | null;
    forgotten_at: Date | null;
  };
  organization: {
    id: string;
    name: string;
    kind: string;
    role: string;
    service_urn: string;
    desk_first: boolean;
    demo: boolean;
  };
  page: {
    id: string;
    code: string;
    response_id: string;
    role: string;
    organization_id: string;
    is_lead: boolean;
    ledger: string;
    ledger_id: string;
    call_back_phone: string;
    state: string;
    rung: Generated<number>;
    rung_seconds: number;
    paged_at: Date;
    ack_due_at: Date;
    delivered_at: Date | null;
    acknowledged_at: Date | null;
    en_route_at: Date | null;
    eta_at: Date | null;
    staged_at: Date | null;
    all_clear_at: Date | null;
    released_at: Date | null;
    outcome: string | null;
    accepted_at: Date | null;
    record_id: string;
    offer: Buffer;
    detail: Buffer;
    contacts: Buffer;
    release_words: Buffer | null;
    decline_reason: Buffer | null;
    accepted_by_contact: string | null;
  };
  page_link: {
    token_hash: Buffer;
    page_id: string;
    contact_id: string | null;
    at: Date;
    exchanged_at: Date | null;
    revoked_at: Date | null;
  };
  page_session: {
    session_hash: Buffer;
    page_id: string;
    at: Date;
    revoked_at: Date | null;
    contact_id: string | null;
  };
  partner: {
    id: string;
    name: string;
    feed_id: string | null;
    per_minute: number;
    made_by: string;
    made_at: Date;
  };
  partner_key: {
    id: string;
    partner_id: string;
    mode: string;
    made_by: string;
    made_at: Date;
    revoked_at: Date | null;
    last_used_on: string | null;
  };
  partner_rehearsal: {
    id: string;
    partner_id: string;
    key_hash: Buffer;
    body_hash: Buffer;
    at: Date;
  };
  presence: {
    staff_id: string;
    state: string;
    since: Date;
    until: Date | null;
    capacity: Generated<number>;
    silent_offers: Generated<number>;
    last_offer_at: Date | null;
    seen_at: Date | null;
  };
  purge: {
    id: string;
    signal_id: string;
    cause: string;
    asked_by: string | null;
    asked_at: Date;
    state: string;
    ended_at: Date | null;
    ended_by: string | null;
  };
  purge_approval: {
    purge_id: string;
    by_id: string;
    at: Date;
  };
  release: {
    id: string;
    signal_id: string;
    items: string[];
    until: Date;
    given_at: Date;
    by_the_person: boolean;
    informed: boolean;
    withdrawn_at: Date | null;
    recorded_by: string | null;
    confirmed_how: string | null;
    recipient: Buffer;
    purpose: Buffer;
  };
  response: {
    id: string;
    signal_id: string;
    case_id: string;
    state: string;
    confirmed_by: string;
    second_by: string | null;
    lead_role: string;
    lead_organization_id: string | null;
    last_sequence: Generated<number>;
    opened_at: Date;
    ended_at: Date | null;
    reason: Buffer;
    plan: Buffer;
    description: Buffer | null;
  };
  response_event: {
    response_id: string;
    sequence: number;
    at: Date;
    kind: string;
    record_id: string;
    who: Buffer;
    what: Buffer;
  };
  response_page: {
    page_id: string;
    response_id: string;
    role: string;
    organization_id: string;
    disclosure_id: string;
    state: string;
    started_at: Date;
  };
  response_role: {
    response_id: string;
    role: string;
    required: boolean;
    state: string;
    state_at: Date;
    eta_at: Date | null;
    organization_id: string | null;
    page_id: string | null;
    candidates: Generated<Json>;
  };
  role_grant: {
    id: string;
    person_id: string;
    role: string;
    asked_by: string;
    asked_at: Date;
    agreed_by: string | null;
    agreed_at: Date | null;
    refused_by: string | null;
    refused_at: Date | null;
  };
  rota_shift: {
    id: string;
    contact_id: string;
    zone: string;
    weekday: number;
    from_minute: number;
    until_minute: number;
  };
  safe_time_waiver: {
    id: string;
    signal_id: string;
    by_staff_id: string;
    reason: Buffer;
    at: Date;
    until: Date;
  };
  sandbox_clock: {
    id: number;
    offset_milliseconds: number;
  };
  sandbox_delivery: {
    id: string;
    message_id: string;
    wire: string;
    at: Date;
    address: Buffer;
    address_index: Buffer;
    body: Buffer;
  };
  schema_migration: {
    name: string;
    sha256: string;
    at: Generated<Date>;
  };
  search_entry: {
    signal_id: string;
    organization_id: string;
    received_at: Date;
    terms: Buffer[];
  };
  search_term: {
    organization_id: string;
    term: Buffer;
    received_at: Date;
    signal_id: string;
  };
  service_token: {
    id: string;
    staff_id: string;
    secret_hash: Buffer | null;
    scopes: string[];
    made_by: string;
    made_at: Date;
    expires_at: Date;
    revoked_at: Date | null;
    last_used_on: string | null;
    agreed_by: string | null;
    agreed_at: Date | null;
  };
  signal: {
    id: string;
    received_at: Date;
    channel: string;
    door: string;
    relation: string;
    proximity: string;
    language: string;
    danger: string;
    age_group: string;
    observations: Generated<string[]>;
    state: string;
    read_at: Date | null;
    closed_at: Date | null;
    acted_on_at: Date | null;
    code_hash: Buffer;
    code_revoked_at: Date | null;
    code_elsewhere: Generated<boolean>;
    key_hash: Buffer;
    body_hash: Buffer;
    last_opened_at: Date | null;
    texts_stopped_at: Date | null;
    narrative: Buffer;
    own_words: Buffer | null;
    appearance: Buffer | null;
    transit: Buffer | null;
    place: Buffer | null;
    do_not_tell: Buffer | null;
    closed_reason: Buffer | null;
    door_moved_reason: Buffer | null;
    purged_at: Date | null;
    number_id: string | null;
    texts_safe_at: Date | null;
    partner_key_id: string | null;
    over_contract: Generated<boolean>;
    flood_id: string | null;
    people: Buffer | null;
    vehicle: Buffer | null;
    unfinished: Generated<boolean>;
    contact_wishes: Buffer | null;
  };
  signal_sketch: {
    signal_id: string;
    at: Date;
    sketch: Buffer;
  };
  staff: {
    id: string;
    name: string;
    role: string;
    organization_id: Generated<string>;
    active: Generated<boolean>;
  };
  supervisor_alert: {
    id: string;
    at: Date;
    kind: string;
    signal_id: string | null;
    response_id: string | null;
    handled_at: Date | null;
    handled_by: string | null;
    record_id: string;
    words: Buffer;
  };
  transit_feed: {
    id: string;
    name: string;
    agency_timezone: string;
    source: string;
    sha256: string;
    imported_at: Date;
  };
  transit_service: {
    feed_id: string;
    service_id: string;
    weekdays: string;
    start_date: string;
    end_date: string;
  };
  transit_service_exception: {
    feed_id: string;
    service_id: string;
    date: string;
    runs: boolean;
  };
  transit_stop: {
    feed_id: string;
    stop_id: string;
    name: string;
    lon: number;
    lat: number;
  };
  transit_stop_time: {
    feed_id: string;
    trip_id: string;
    sequence: number;
    stop_id: string;
    arrival_seconds: number;
    departure_seconds: number;
  };
  transit_trip: {
    feed_id: string;
    trip_id: string;
    route_name: string;
    route_type: number;
    service_id: string;
    short_name: string;
    headsign: string;
  };
  unit: {
    id: string;
    organization_id: string;
    role: string;
    label: string;
    lon: number;
    lat: number;
    mobilise_minutes: number;
  };
  voice_task: {
    id: string;
    kind: string;
    organization_id: string | null;
    organization_name: string;
    phone: string;
    subject_id: string;
    page_id: string | null;
    at: Date;
    due_at: Date;
    done_at: Date | null;
    done_by: string | null;
    result: string | null;
    signal_id: string | null;
    response_id: string | null;
    attempt: Generated<number>;
    record_id: string;
    script: Buffer;
    call_taker: Buffer | null;
    cad_number: Buffer | null;
  };
}

/** The columns that can hold somebody's words: text, JSON and bytes. Each is declared in vault/field-policy.ts. */
export interface WordColumns {
  assessment: 'observed_behaviours' | 'strength' | 'danger' | 'age_group' | 'reason';
  attachment: 'kind' | 'state' | 'name' | 'original' | 'shared';
  audit_checkpoint: 'note';
  audit_entry: 'salt' | 'commitment' | 'hash';
  audit_leaf: 'actor_kind' | 'action' | 'subject_kind' | 'detail';
  audit_node: 'hash';
  audit_shown: 'view';
  break_glass: 'reason';
  case_place: 'place';
  case_trip: 'trip';
  chat: 'state' | 'alone' | 'if_quiet' | 'hand_over_note' | 'ended_by';
  contact: 'name' | 'wire' | 'address';
  court_order: 'items' | 'ordered' | 'untold';
  coverage: 'authority' | 'shape' | 'county_fips' | 'state_fips' | 'path' | 'mode' | 'place_name';
  danger_call: 'place_index';
  data_key: 'wrapped';
  dialogue_message: 'author' | 'key_hash' | 'body';
  directory_entry: 'name' | 'summary' | 'region' | 'website' | 'source' | 'note';
  directory_phone: 'number' | 'kind' | 'description';
  disclosure: 'items' | 'basis' | 'facts' | 'reason' | 'revoked_reason';
  disclosure_shown: 'way' | 'item' | 'words';
  do_not_tell: 'reason' | 'name' | 'taken_back_reason';
  do_not_tell_settled: 'reason';
  due: 'kind' | 'dedupe_key' | 'payload';
  flood: 'sketch';
  kept_number: 'wire' | 'address' | 'purpose' | 'address_index' | 'loose_index';
  legal_hold: 'basis' | 'reason';
  message: 'direction' | 'wire' | 'ledger' | 'about_kind' | 'dedupe_key' | 'provider_id' | 'state' | 'purpose' | 'address' | 'address_index' | 'subject' | 'body';
  organization: 'name' | 'kind' | 'role' | 'service_urn';
  page: 'code' | 'role' | 'ledger' | 'call_back_phone' | 'state' | 'outcome' | 'offer' | 'detail' | 'contacts' | 'release_words' | 'decline_reason';
  page_link: 'token_hash';
  page_session: 'session_hash';
  partner: 'name' | 'feed_id';
  partner_key: 'mode';
  partner_rehearsal: 'key_hash' | 'body_hash';
  presence: 'state';
  purge: 'cause' | 'state';
  release: 'items' | 'confirmed_how' | 'recipient' | 'purpose';
  response: 'state' | 'lead_role' | 'reason' | 'plan' | 'description';
  response_event: 'kind' | 'who' | 'what';
  response_page: 'role' | 'state';
  response_role: 'role' | 'state' | 'candidates';
  role_grant: 'role';
  rota_shift: 'zone';
  safe_time_waiver: 'reason';
  sandbox_delivery: 'wire' | 'address' | 'address_index' | 'body';
  schema_migration: 'name' | 'sha256';
  search_entry: 'terms';
  search_term: 'term';
  service_token: 'secret_hash' | 'scopes';
  signal: 'channel' | 'door' | 'relation' | 'proximity' | 'language' | 'danger' | 'age_group' | 'observations' | 'state' | 'code_hash' | 'key_hash' | 'body_hash' | 'narrative' | 'own_words' | 'appearance' | 'transit' | 'place' | 'do_not_tell' | 'closed_reason' | 'door_moved_reason' | 'people' | 'vehicle' | 'contact_wishes';
  signal_sketch: 'sketch';
  staff: 'name' | 'role';
  supervisor_alert: 'kind' | 'words';
  transit_feed: 'id' | 'name' | 'agency_timezone' | 'source' | 'sha256';
  transit_service: 'feed_id' | 'service_id' | 'weekdays';
  transit_service_exception: 'feed_id' | 'service_id';
  transit_stop: 'feed_id' | 'stop_id' | 'name';
  transit_stop_time: 'feed_id' | 'trip_id' | 'stop_id';
  transit_trip: 'feed_id' | 'trip_id' | 'route_name' | 'service_id' | 'short_name' | 'headsign';
  unit: 'role' | 'label';
  voice_task: 'kind' | 'organization_name' | 'phone' | 'result' | 'script' | 'call_taker' | 'cad_number';
}
