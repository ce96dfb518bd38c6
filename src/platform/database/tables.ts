/** Generated from the live schema by `npm run generate`. Do not edit. */
import type { Generated } from 'kysely';

/** What a jsonb column holds; written with `json(value)`. */
type Json = Record<string, unknown>;

export interface Tables {
  audit_leaf: {
    id: string;
    at: Date;
    actor_kind: string;
    actor_id: string | null;
    action: string;
    subject_kind: string;
    subject_id: string;
    detail: Generated<Json>;
  };
  case_file: {
    id: string;
    opened_at: Date;
  };
  case_signal: {
    signal_id: string;
    case_id: string;
    linked_at: Date;
  };
  case_trip: {
    case_id: string;
    trip_id: string;
    service_date: string;
    alighting_stop_id: string | null;
    linked_by: string | null;
    at: Date;
  };
  danger_call: {
    signal_id: string;
    at: Date;
    organization_ids: string[];
  };
  disclosure: {
    id: string;
    case_id: string;
    signal_id: string;
    organization_id: string;
    items: string[];
    basis: string;
    facts: Generated<Json>;
    reason: string;
    confirmed_by: string | null;
    second_by: string | null;
    at: Date;
    revoked_at: Date | null;
    revoked_reason: string | null;
    delivered_at: Date | null;
    opened_at: Date | null;
  };
  do_not_tell: {
    id: string;
    case_id: string;
    organization_id: string;
    reason: string;
    by_staff_id: string | null;
    at: Date;
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
  response: {
    id: string;
    signal_id: string;
    case_id: string;
    state: string;
    reason: string;
    confirmed_by: string;
    second_by: string | null;
    lead_role: string;
    lead_organization_id: string | null;
    plan: Json;
    last_sequence: Generated<number>;
    opened_at: Date;
    ended_at: Date | null;
  };
  response_event: {
    response_id: string;
    sequence: number;
    at: Date;
    kind: string;
    who: string;
    what: string;
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
  sandbox_clock: {
    id: number;
    offset_milliseconds: number;
  };
  schema_migration: {
    name: string;
    sha256: string;
    at: Generated<Date>;
  };
  staff: {
    id: string;
    name: string;
    role: string;
  };
}
