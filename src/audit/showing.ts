/**
 * Before an answer that shows case data goes out, it is on record who was shown which records: one leaf for the answer, which
 * commits to the set of ids. Without the leaf there is no answer, except where somebody is in danger.
 */
import { type Db, emit, errorFields, inSavepoint, type Log, newId, Refusal } from '../platform/index.ts';
import { base64, sha256 } from './keys.ts';
import type { Spool } from './spool.ts';
import { type Actor, insertLeaf, insertShown, type Leaf, readShownSince, type WrittenLeaf } from './store.ts';

/** What an answer shows, and to whom. */
export interface Shown {
  readonly at: Date;
  readonly actor: Actor & { readonly id: string };
  /** Which page or answer, kebab-case: `queue`, `response`. */
  readonly view: string;
  /** What was asked for. */
  readonly subjectKind: string;
  readonly subjectId: string;
  /** Every record whose data is in the answer. */
  readonly ids: readonly string[];
  /** Somebody is in danger or on the way: the answer goes out also when only this machine's spool takes the leaf. */
  readonly imminent: boolean;
  /** `each`: every answer has its leaf. `new`: one when it shows what this person was not shown there within half an hour. */
  readonly leaves: 'each' | 'new';
}

/** Puts on record what happens and what an answer shows, before it goes out. */
export interface Showing {
  /** @throws Refusal `not-on-record` (503) when it could not be put on record, so that nothing is shown */
  record(db: Db, shown: Shown): Promise<void>;
  /**
   * Writes a leaf that must not stand in the way of somebody in danger.
   * @throws Refusal `not-on-record` (503) when it could not be put on record and nobody is
   */
  write(db: Db, entry: Leaf, imminent: boolean): Promise<void>;
}

/** As long as staff may sit idle before they have to sign in again. */
const sightMinutes = 30;

const inOrder = (ids: readonly string[]): string[] => [...new Set(ids)].sort();

/** What a leaf commits to: SHA-256 over the ids, sorted, a line each; base64. */
export const shownCommitment = (ids: readonly string[]): string =>
  base64.encode(sha256(Buffer.from(inOrder(ids).join('\n'))));

async function newOnes(db: Db, shown: Shown): Promise<string[]> {
  const ids = inOrder(shown.ids);
  if (shown.leaves === 'each' || ids.length === 0) return ids;
  const since = new Date(shown.at.getTime() - sightMinutes * 60_000);
  const known = await readShownSince(
    db,
    { viewerId: shown.actor.id, view: shown.view, ids },
    since,
    shown.at,
  );
  return ids.filter((id) => !known.has(id));
}

const leafOf = (shown: Shown, ids: string[]): WrittenLeaf => ({
  id: newId(shown.at),
  at: shown.at,
  actor: shown.actor,
  action: 'case-data-shown',
  subjectKind: shown.subjectKind,
  subjectId: shown.subjectId,
  detail: { view: shown.view, count: ids.length, commitment: shownCommitment(ids) },
  shown: { view: shown.view, ids },
});

interface ShowingDeps {
  readonly spool: Spool;
  readonly log: Log;
}

/** How long one alert about the log is enough. */
const alertMinutes = 15;
const rememberedLimit = 10_000;

export function openShowing(deps: ShowingDeps): Showing {
  /** What went to the spool lately: the database cannot be asked for it, and a page that asks every 5 s must not fill the disk. */
  const spooled = new Map<string, number>();
  let alertedAt = Number.NEGATIVE_INFINITY;

  const put = async (db: Db, entry: WrittenLeaf, imminent: boolean, remember?: string): Promise<void> => {
    try {
      await inSavepoint(db, async (tx) => {
        await insertLeaf(tx, entry);
        await insertShown(tx, entry);
      });
    } catch (error) {
      deps.log.error('a leaf could not be written', { leaf: entry.id, ...errorFields(error) });
      if (!imminent) throw notOnRecord();
      const at = entry.at.getTime();
      if (remember && at - (spooled.get(remember) ?? Number.NEGATIVE_INFINITY) < sightMinutes * 60_000)
        return;
      await seal(entry, deps);
      if (spooled.size >= rememberedLimit) spooled.clear();
      if (remember) spooled.set(remember, at);
      if (at - alertedAt < alertMinutes * 60_000) return;
      alertedAt = at;
      await alertSupervisor(db, entry, deps.log);
    }
  };

  return {
    record: async (db, shown) => {
      // Whatever cannot be told apart is put on record whole: an id that is there twice harms nobody.
      const ids = await inSavepoint(db, (tx) => newOnes(tx, shown)).catch(() => inOrder(shown.ids));
      if (ids.length === 0) return;
      const entry = leafOf(shown, ids);
      const remember = `${shown.actor.id} ${shown.view} ${entry.detail['commitment']}`;
      await put(db, entry, shown.imminent, shown.leaves === 'new' ? remember : undefined);
    },
    write: (db, entry, imminent) =>
      put(db, { ...entry, id: newId(entry.at), detail: entry.detail ?? {}, shown: null }, imminent),
  };
}

/** Somebody is in danger: the leaf goes on this machine's disk. */
async function seal(entry: WrittenLeaf, deps: ShowingDeps): Promise<void> {
  try {
    await deps.spool.seal(entry);
  } catch (error) {
    deps.log.error('a leaf could not be sealed either', { leaf: entry.id, ...errorFields(error) });
    throw notOnRecord();
  }
}

async function alertSupervisor(db: Db, entry: WrittenLeaf, log: Log): Promise<void> {
  // The code alone: hotline has the words, and nothing else has to be written while the log is in trouble.
  const alert = {
    name: 'supervisor-needed',
    subjectId: entry.subjectId,
    payload: { code: 'audit-spooled' },
  };
  await inSavepoint(db, (tx) => emit(tx, alert, entry.at)).catch((error: unknown) =>
    log.error('a supervisor could not be alerted that the audit log takes no entry', errorFields(error)),
  );
}

const notOnRecord = () =>
  new Refusal(
    'not-on-record',
    503,
    'This cannot be shown just now',
    'What is shown is put on record first, and that did not succeed. Nothing was lost. Try again in a moment; if it goes on, call whoever runs this instance.',
  );
