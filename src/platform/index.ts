/** The ground floor: what every room may use and none may go around. */
export type { BlindIndex } from './blind-index.ts';
export { isSecure } from './browser-rules.ts';
export { type Clock, DrivableClock, StandingClock, systemClock } from './clock.ts';
export { type Config, ConfigError, isLoopbackHost, readConfig } from './config.ts';
export { type Cluster, startCluster } from './database/cluster.ts';
export {
  assertSafe,
  type Databases,
  type Db,
  json,
  openDatabases,
  type Tx,
  transaction,
} from './database/connect.ts';
export { migrate, readMigrations, readPolicies } from './database/migrate.ts';
export { inSavepoint } from './database/savepoint.ts';
export { inScope, operatorOrganizationId, type Scope } from './database/scope.ts';
export type { Tables } from './database/tables.ts';
export { type DueHandler, type DueHandlers, type DueLoop, startDueLoop } from './due/loop.ts';
export {
  cancelDue,
  completeDue,
  countOverdue,
  type DueRequest,
  type DueRow,
  hurryDue,
  scheduleDue,
} from './due/store.ts';
export { EgressRefused, type Outbound, openOutbound } from './egress/outbound.ts';
export { type EventStream, openEventStreams } from './event-stream.ts';
export {
  type DomainEvent,
  emit,
  eventDueHandlers,
  eventKind,
  eventRefused,
  type Subscriber,
  type Subscribers,
} from './events.ts';
export { type App, openHttp, problemOf } from './http.ts';
export { newId } from './ids.ts';
export { listenWide } from './listening.ts';
export { errorFields, type Log, type LogFields, openLog } from './log.ts';
export { notify, openRealtime, type Realtime } from './realtime.ts';
export { type Problem, Refusal } from './refusal.ts';
export { openBytes, sealBytes } from './sealed.ts';
export { readOrMakeSecret } from './secret-file.ts';
export { plainInstant, plainText, storableText } from './text.ts';
export { openDataKeys, readKnownKeys } from './vault/data-keys.ts';
export type { OpenRow } from './vault/field-policy.ts';
export {
  blindIndex,
  newRecordKey,
  openIndex,
  openIndexes,
  openRow,
  openRows,
  recordIndex,
  sealRow,
  sealUnder,
  settleKeys,
  shredRecord,
} from './vault/fields.ts';
export {
  isThere,
  type KnownKeys,
  makeMasterKeys,
  missingWords,
  OtherMasterKeys,
  openAbsentKeys,
  openFileKeys,
} from './vault/file-keys.ts';
export { openIntakeSeal, readIntakeKey } from './vault/intake-seal.ts';
export { KeyFault, type KeyService } from './vault/key-service.ts';
export { carrying } from './vault/on-connection.ts';
export { rewrapKeys } from './vault/rotation.ts';
export {
  type BesideKey,
  hasDataKeys,
  joinNewestKey,
  keyBeside,
  type StoredKey,
} from './vault/store.ts';
