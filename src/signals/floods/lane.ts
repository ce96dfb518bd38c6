/** What was set aside, as people see it: how much, since when, and all of it back with one tap. */
import { leaf } from '../../audit/index.ts';
import { type Db, Refusal, type Tx } from '../../platform/index.ts';
import { unreadKind, unreadSeconds } from '../store.ts';
import {
  floodOf,
  hasFlood,
  markAlerted,
  markReleased,
  readFloods,
  readSetAside,
  scheduleUnread,
} from './store-floods.ts';

/** One alert of a flood stands for so long. A little less than the clock of its first report, which came before it was noticed. */
const toldAgainSeconds = unreadSeconds - 60;
const floodLimit = 50;
const entryLimit = 100;
/** So many of what was brought back are timed again; the queue shows all of it. */
const timedLimit = 2_000;

export interface FloodView {
  readonly id: string;
  readonly noticedAt: Date;
  readonly lastAt: Date;
  /** How many reports were set aside as part of it, and how many of them stand there now. */
  readonly size: number;
  readonly waiting: number;
  readonly releasedAt: Date | null;
  readonly releasedBy: string | null;
}

/** The newest floods, at most 50. */
export const floods = (db: Db): Promise<FloodView[]> => readFloods(db, floodLimit);

export interface SetAsideEntry {
  readonly signalId: string;
  readonly receivedAt: Date;
  readonly door: string;
  readonly danger: string;
  readonly ageGroup: string;
}

/** Some of what was set aside with a flood, by danger, then age, then time; at most 100. */
export async function setAsideOf(db: Db, floodId: string, after: number): Promise<SetAsideEntry[]> {
  const rows = await readSetAside(db, floodId, after, entryLimit);
  return rows.map((row) => ({
    signalId: row.id,
    receivedAt: row.received_at,
    door: row.door,
    danger: row.danger,
    ageGroup: row.age_group,
  }));
}

async function change(tx: Tx, id: string, by: string, now: Date, back: boolean): Promise<void> {
  if (!/^[0-9a-f-]{36}$/.test(id) || !(await hasFlood(tx, id)))
    throw new Refusal('not-here', 404, 'There is nothing here', 'It may have been mistyped.');
  if (!(await markReleased(tx, id, back ? by : null, now))) return;
  await leaf(tx, {
    at: now,
    actor: { kind: 'staff', id: by },
    action: back ? 'flood-brought-back' : 'flood-set-aside-again',
    subjectKind: 'flood',
    subjectId: id,
  });
  if (back)
    await scheduleUnread(tx, id, unreadKind, new Date(now.getTime() + unreadSeconds * 1000), timedLimit);
}

/** Brings all of a flood back into the queue; nothing more like it is set aside. Done twice it is done once. @throws Refusal not-here */
export const bringBack = (tx: Tx, id: string, by: string, now: Date): Promise<void> =>
  change(tx, id, by, now, true);

/** Takes that back: what nobody has read is set aside again. @throws Refusal not-here */
export const setAsideAgain = (tx: Tx, id: string, by: string, now: Date): Promise<void> =>
  change(tx, id, by, now, false);

/**
 * For the clock of unread reports: one alert stands for all that was set aside together.
 * @returns undefined when the report is not set aside; else whether a supervisor is to hear of its flood again
 */
export async function unreadFloodOf(
  tx: Tx,
  signalId: string,
  now: Date,
): Promise<{ readonly floodId: string; readonly tell: boolean } | undefined> {
  const floodId = await floodOf(tx, signalId);
  if (!floodId) return undefined;
  const since = new Date(now.getTime() - toldAgainSeconds * 1000);
  return { floodId, tell: await markAlerted(tx, floodId, since, now) };
}

/** Whether a report stands in the list of what was set aside. */
export const isInFlood = async (db: Db, signalId: string): Promise<boolean> =>
  (await floodOf(db, signalId)) !== undefined;
