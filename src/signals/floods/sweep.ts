/**
 * Looks for floods, away from the door: which of the newest reports say nearly the same, and sets them aside for a supervisor to see. A
 * due row asks for it when much alike comes, so where no flood is nothing runs. Source: security.md 4.
 */
import { alertSupervisors, leaf } from '../../audit/index.ts';
import { completeDue, type Db, type DueHandlers, newId, type Tx, transaction } from '../../platform/index.ts';
import { type FloodFound, findFloods, floodWindowSeconds } from '../core/index.ts';
import { assignFlood, forgetSketches, insertFlood, readKnown, readRecent } from './store-floods.ts';

export const sweepKind = 'flood-sweep';
export const forgetKind = 'sketches-forget';
/** One row for the whole instance. */
export const floodSubject = '01900000-0000-7000-8000-0000000000b2';

const sweptLimit = 20_000;
const knownLimit = 200;
const assignedAtOnce = 1_000;
const forgottenAtOnce = 5_000;
export const sketchSeconds = 3_600;
const floodSketchSeconds = 24 * 3_600;

const ago = (now: Date, seconds: number) => new Date(now.getTime() - seconds * 1000);
/** A supervisor hears of a flood when it is noticed, and each time it has grown tenfold. */
const grewTenfold = (before: number, after: number) =>
  Math.floor(Math.log10(Math.max(1, after))) > Math.floor(Math.log10(Math.max(1, before)));

async function setAside(
  tx: Tx,
  { sketch }: FloodFound,
  known: string | undefined,
  signalIds: readonly string[],
  now: Date,
): Promise<string> {
  const id = known ?? newId(now);
  if (!known) await insertFlood(tx, { id, at: now, sketch });
  const { added, before } = await assignFlood(tx, id, signalIds, now);
  if (added > 0)
    await leaf(tx, {
      at: now,
      actor: { kind: 'system' },
      action: 'signals-set-aside',
      subjectKind: 'flood',
      subjectId: id,
      detail: { count: added },
    });
  if (!known || grewTenfold(before, before + added))
    await alertSupervisors(
      tx,
      {
        subjectId: id,
        code: 'flood',
        words: `${before + added} reports that say nearly the same came at once and were set aside as a likely flood. The first of them are in the queue: read those. If they are honest, bring all back under “Set aside”.`,
      },
      now,
    );
  return id;
}

async function sweep(db: Db, now: Date): Promise<void> {
  const recent = await readRecent(db, ago(now, floodWindowSeconds), sweptLimit);
  for (const flood of findFloods(recent, await readKnown(db, knownLimit))) {
    let { floodId } = flood;
    for (let from = 0; from < flood.setAside.length; from += assignedAtOnce) {
      const some = flood.setAside.slice(from, from + assignedAtOnce);
      floodId = await transaction(db, (tx) => setAside(tx, flood, floodId, some, now));
    }
  }
}

async function forget(db: Db, now: Date): Promise<void> {
  const before = { reports: ago(now, sketchSeconds), floods: ago(now, floodSketchSeconds) };
  for (let more = true; more; ) more = await forgetSketches(db, before, forgottenAtOnce);
}

export function floodDueHandlers(): DueHandlers {
  return {
    [sweepKind]: async (due, { db, now }) => {
      await sweep(db, now);
      await transaction(db, (tx) => completeDue(tx, due));
    },
    [forgetKind]: async (due, { db, now }) => {
      await forget(db, now);
      await transaction(db, (tx) => completeDue(tx, due));
    },
  };
}
