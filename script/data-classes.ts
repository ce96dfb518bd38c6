/**
 * Which class of data each table holds, how long it is kept and what destroys it: the words of docs/security/data.md. What is sealed and
 * who reads what is not said here but read from the declarations that storage and row-level security are made from. A table that nobody
 * put into a class does not compile.
 */
import type { Tables } from '../src/platform/database/tables.ts';

export interface DataClass {
  readonly name: string;
  readonly kept: string;
  readonly destroyed: string;
}

const untilDestroyed =
  'until two people agree to destroy its case, 14 days after supervisors were told; where `KEEP_CLOSED_DAYS` is set, that is proposed for each closed one; never under a legal hold';
const keyGoes =
  'every wrapped key of the record goes from the database and the master keys forget it, so a backup opens nothing of it (`docs/decisions/0016-destroying-a-case.md`)';

export const dataClasses = {
  report: { name: 'What people report, and what is known of it', kept: untilDestroyed, destroyed: keyGoes },
  told: {
    name: 'Who was told what, and what went to them',
    kept: untilDestroyed,
    destroyed: `${keyGoes}; that something was told, to whom and on which basis, stays`,
  },
  number: {
    name: 'Where a signaler can be reached',
    kept: '`KEEP_NUMBERS_DAYS` (30) whole days after the last message, or until the case is destroyed; under a legal hold only if it names the number',
    destroyed:
      'the key of its day, in the database and in the master keys, with the index of that day (`docs/decisions/0018-numbers-are-forgotten.md`)',
  },
  found: {
    name: 'Keyed hashes by which reports are found and floods are seen',
    kept: 'search: as long as the report; a flood’s sketches: an hour',
    destroyed: 'their rows, when the case is destroyed; their key is the organization’s own',
  },
  key: {
    name: 'Keys of records',
    kept: 'as long as their record',
    destroyed: 'overwritten with nothing, and forgotten by the master keys',
  },
  log: {
    name: 'The audit log',
    kept: 'for good: a log that forgets proves nothing',
    destroyed: 'nothing; it holds ids, codes and counts, and no words',
  },
  staff: {
    name: 'Who works here, and what they may do',
    kept: 'for good, so that the log can say a name; tokens until they end',
    destroyed: 'nothing; whoever leaves loses every key and session at once',
  },
  desk: {
    name: 'Contacts of organizations, units and who is on call',
    kept: 'while the organization lists them',
    destroyed: 'their rows',
  },
  published: {
    name: 'What is published anyway',
    kept: 'until it is imported anew',
    destroyed: 'nothing needs to be',
  },
  machinery: {
    name: 'What keeps the house running',
    kept: 'timers until they are done; a rehearsal a day; the rest as long as the instance',
    destroyed: 'their rows; they hold ids and codes',
  },
  demonstration: {
    name: 'A demonstration’s own',
    kept: 'as long as the demonstration; there is none in production',
    destroyed: 'the data folder of the demonstration',
  },
} as const satisfies Readonly<Record<string, DataClass>>;

export type DataClassName = keyof typeof dataClasses;

export const classOfTable: Readonly<Record<keyof Tables, DataClassName>> = {
  signal: 'report',
  release: 'report',
  dialogue_message: 'report',
  chat: 'report',
  assessment: 'report',
  attachment: 'report',
  case_file: 'report',
  case_signal: 'report',
  case_place: 'report',
  case_trip: 'report',
  do_not_tell: 'report',
  do_not_tell_settled: 'report',
  safe_time_waiver: 'report',
  danger_call: 'report',
  supervisor_alert: 'report',
  legal_hold: 'report',
  break_glass: 'report',
  purge: 'log',
  purge_approval: 'log',
  court_order: 'told',
  disclosure: 'told',
  disclosure_shown: 'told',
  response: 'told',
  response_event: 'told',
  response_role: 'told',
  response_page: 'told',
  page: 'told',
  page_link: 'told',
  page_session: 'told',
  voice_task: 'told',
  message: 'told',
  number_batch: 'number',
  kept_number: 'number',
  search_term: 'found',
  search_entry: 'found',
  flood: 'found',
  signal_sketch: 'found',
  data_key: 'key',
  audit_leaf: 'log',
  audit_shown: 'log',
  audit_entry: 'log',
  audit_node: 'log',
  audit_checkpoint: 'log',
  staff: 'staff',
  role_grant: 'staff',
  service_token: 'staff',
  presence: 'staff',
  chat_pass: 'staff',
  contact: 'desk',
  unit: 'desk',
  rota_shift: 'desk',
  organization: 'published',
  coverage: 'published',
  directory_entry: 'published',
  directory_phone: 'published',
  transit_feed: 'published',
  transit_service: 'published',
  transit_service_exception: 'published',
  transit_stop: 'published',
  transit_stop_time: 'published',
  transit_trip: 'published',
  due: 'machinery',
  partner: 'machinery',
  partner_key: 'machinery',
  partner_rehearsal: 'machinery',
  schema_migration: 'machinery',
  sandbox_clock: 'demonstration',
  sandbox_delivery: 'demonstration',
};
