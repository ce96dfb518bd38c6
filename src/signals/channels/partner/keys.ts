/** Partners and their keys: made and taken back by administrators. A partner may have two at once, so that a change loses no report. */
import { leaf } from '../../../audit/index.ts';
import { staffNames } from '../../../identity/index.ts';
import { type Db, newId, Refusal, type Tx } from '../../../platform/index.ts';
import { keyName, type Mode, type SecretOf } from './signature.ts';
import {
  clearFeed,
  countLiveKeys,
  insertKey,
  markKeyRevoked,
  readKey,
  readKeys,
  readPartnersOf,
  upsertPartner,
} from './store-partner.ts';

const liveLimit = 200;
const listLimit = 500;
const nameLimitCharacters = 120;
const feedShape = /^[\w.-]{1,60}$/;
const perMinuteLimit = 6_000;

export interface PartnerKeyOrder {
  /** The organization, as staff read it. The same name again is another key for the same partner. */
  readonly name: string;
  readonly mode: string;
  /** The timetable in which their trip_id is looked up. Empty: the one it was, or none where there was none. */
  readonly feedId: string;
  /** How many reports a minute are agreed. */
  readonly perMinute: number;
}

/** A key as administrators see it; never its secret. */
export interface ListedPartnerKey {
  readonly id: string;
  /** What the partner sends in the header Alight-Key. */
  readonly keyName: string;
  readonly partner: string;
  readonly mode: Mode;
  readonly feedId: string | null;
  readonly perMinute: number;
  readonly madeBy: string;
  readonly madeAt: Date;
  readonly revoked: boolean;
  readonly lastUsedOn: string | null;
}

export async function listPartnerKeys(db: Db): Promise<ListedPartnerKey[]> {
  const rows = await readKeys(db, listLimit);
  const names = await staffNames(
    db,
    rows.map(({ madeBy }) => madeBy),
  );
  return rows.map((row) => ({
    id: row.id,
    keyName: keyName(row.id, row.mode),
    partner: row.partner.name,
    mode: row.mode,
    feedId: row.partner.feedId,
    perMinute: row.partner.perMinute,
    madeBy: names.get(row.madeBy) ?? 'Somebody who is not here any more',
    madeAt: row.madeAt,
    revoked: row.revokedAt !== null,
    lastUsedOn: row.lastUsedOn,
  }));
}

function checked(order: PartnerKeyOrder): { name: string; mode: Mode; feedId: string | null } {
  const refuse = (code: string, title: string, detail: string): never => {
    throw new Refusal(code, 422, title, `${detail} Nothing was made yet.`);
  };
  const name = order.name.replaceAll(/\s+/g, ' ').trim();
  if (!name || name.length > nameLimitCharacters)
    refuse(
      'partner-name-missing',
      'Which organization?',
      `Give its name, of at most ${nameLimitCharacters} characters.`,
    );
  if (order.mode !== 'live' && order.mode !== 'sandbox')
    refuse('partner-mode-unknown', 'Live or sandbox?', 'Choose one of the two.');
  const feedId = order.feedId.trim() || null;
  if (feedId && !feedShape.test(feedId))
    refuse('feed-unknown', 'We do not know that timetable', 'Write its short name, or leave it empty.');
  if (!Number.isInteger(order.perMinute) || order.perMinute < 1 || order.perMinute > perMinuteLimit)
    refuse('contract-unknown', 'How many a minute?', `Give a whole number from 1 to ${perMinuteLimit}.`);
  return { name, mode: order.mode as Mode, feedId };
}

/**
 * Makes a key. The answer is the only time that its secret is told.
 * @throws Refusal partner-name-missing, partner-mode-unknown, feed-unknown, contract-unknown, keys-full
 */
export async function makePartnerKey(
  tx: Tx,
  secretOf: SecretOf,
  by: string,
  order: PartnerKeyOrder,
  now: Date,
): Promise<{ keyName: string; secret: string }> {
  const { name, mode, feedId } = checked(order);
  if ((await countLiveKeys(tx)) >= liveLimit)
    throw new Refusal(
      'keys-full',
      409,
      'There are too many keys',
      `At most ${liveLimit} can be in use. Take one back that nothing needs any more.`,
    );
  const id = newId(now);
  const partner = { id: newId(now), name, feedId, perMinute: order.perMinute };
  const agreed = await upsertPartner(tx, { ...partner, madeBy: by, madeAt: now });
  const { id: partnerId, before } = agreed;
  await insertKey(tx, { id, partnerId, mode, madeBy: by, madeAt: now });
  await leaf(tx, {
    at: now,
    actor: { kind: 'staff', id: by },
    action: 'partner-key-made',
    subjectKind: 'partner',
    subjectId: partnerId,
    detail: {
      keyId: id,
      mode,
      ...agreed.now,
      ...(before ? { feedIdBefore: before.feedId, perMinuteBefore: before.perMinute } : {}),
    },
  });
  return { keyName: keyName(id, mode), secret: secretOf(id) };
}

/**
 * From now on a partner's trips are looked up in no timetable: it was the wrong one, or is imported no more. Another key never does that,
 * since an empty field is easily left. Done twice it is done once.
 * @param id of one of the partner's keys @throws Refusal not-here
 */
export async function clearPartnerTimetable(tx: Tx, by: string, id: string, now: Date): Promise<void> {
  const key = await keyHere(tx, id);
  const feedIdBefore = await clearFeed(tx, key.partner.id);
  if (feedIdBefore === undefined) return;
  await leaf(tx, {
    at: now,
    actor: { kind: 'staff', id: by },
    action: 'partner-timetable-cleared',
    subjectKind: 'partner',
    subjectId: key.partner.id,
    detail: { feedIdBefore },
  });
}

async function keyHere(tx: Tx, id: string) {
  const key = /^[0-9a-f-]{36}$/.test(id) ? await readKey(tx, id) : undefined;
  if (!key) throw new Refusal('not-here', 404, 'There is nothing here', 'It may have been mistyped.');
  return key;
}

/** Takes a key back at once. Done twice it is done once. @throws Refusal not-here */
export async function revokePartnerKey(tx: Tx, by: string, id: string, now: Date): Promise<void> {
  const key = await keyHere(tx, id);
  if (!(await markKeyRevoked(tx, id, now))) return;
  await leaf(tx, {
    at: now,
    actor: { kind: 'staff', id: by },
    action: 'partner-key-revoked',
    subjectKind: 'partner',
    subjectId: key.partner.id,
    detail: { keyId: id },
  });
}

/** From which partner a report came, for staff. */
export interface FromPartner {
  readonly name: string;
  /** It came when the partner had sent more than agreed. */
  readonly overContract: boolean;
}

/** By id, where some reports came from partners. */
export async function partnersOf(
  db: Db,
  signalIds: readonly string[],
): Promise<ReadonlyMap<string, FromPartner>> {
  const rows = await readPartnersOf(db, signalIds);
  return new Map(rows.map((row) => [row.id, { name: row.name, overContract: row.over_contract }]));
}
