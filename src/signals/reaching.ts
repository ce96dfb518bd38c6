/**
 * When what we send may reach the signaler: at the times they called safe. What waits goes out by itself when such a time comes; a person
 * who has weighed it may let it go sooner, for a reason that is kept. Source: security.md 16.
 */
import { leaf } from '../audit/index.ts';
import { hurryWaiting, type SafeWindow, withdrawWaiting } from '../messaging/index.ts';
import { type Db, openRow, Refusal, type Tx } from '../platform/index.ts';
import { lockSignal, reasonOf } from './acts.ts';
import { type ContactWishes, isForAPerson, isTickedTime, nextSafeTime, safeUntil } from './core/index.ts';
import { readWishes } from './store.ts';
import { hasAnswerAfter } from './store-dialogue.ts';
import { insertWaiver, waivedUntil } from './store-waivers.ts';

/** So long a text may go out at a time that was not called safe, once somebody has said so. */
const waivedMinutes = 10;
/** What only a person can say is looked at again so often: until the number is forgotten. */
const lookAgainMilliseconds = 6 * 60 * 60_000;

/** How the signaler wants to be reached; null where they said nothing. @throws Refusal keys-away */
export async function wishesOf(db: Db, signalId: string): Promise<ContactWishes | null> {
  const open = await openRow(db, 'signal', await readWishes(db, signalId));
  return (open?.contact_wishes ?? null) as ContactWishes | null;
}

/** When a message about a report may reach the signaler. @param timeZone whose clock is meant */
export async function safeWindow(
  db: Db,
  about: { readonly aboutKind: string; readonly aboutId: string },
  timeZone: string,
  now: Date,
): Promise<SafeWindow> {
  if (about.aboutKind !== 'signal') return { closesAt: null };
  const row = await readWishes(db, about.aboutId);
  if (!row?.contact_wishes) return { closesAt: null };
  const waived = await waivedUntil(db, about.aboutId, now);
  if (waived) return { closesAt: waived };
  const wishes = await wishesOf(db, about.aboutId);
  const next = nextSafeTime(wishes, now, timeZone);
  if (next === null)
    return { askedAgainAt: new Date(now.getTime() + lookAgainMilliseconds), forAPerson: true };
  return next > now ? { askedAgainAt: next } : { closesAt: safeUntil(wishes, now, timeZone) };
}

/**
 * Lets what waits for the signaler leave now. At a time they ticked whoever has weighed their words may; at any other a supervisor.
 * @throws Refusal unknown-signal, reason-missing, not-a-safe-time
 */
export async function textNow(
  tx: Tx,
  signalId: string,
  by: { readonly staffId: string; readonly isSupervisor: boolean },
  { why, timeZone }: { readonly why: string; readonly timeZone: string },
  now: Date,
): Promise<void> {
  const reason = reasonOf(why, 'Why is it safe to write now?');
  await lockSignal(tx, signalId);
  const wishes = await wishesOf(tx, signalId);
  const maySay = by.isSupervisor || (isTickedTime(wishes, now, timeZone) && wishes && isForAPerson(wishes));
  if (!maySay)
    throw new Refusal(
      'not-a-safe-time',
      409,
      'They did not call this time safe',
      'What you wrote goes out when a safe time comes. If it cannot wait, ask a supervisor: they may send it now, for a reason.',
    );
  const until = new Date(now.getTime() + waivedMinutes * 60_000);
  await insertWaiver(tx, { signalId, staffId: by.staffId, reason, until }, now);
  await leaf(tx, {
    at: now,
    actor: { kind: 'staff', id: by.staffId },
    action: 'safe-time-waived',
    subjectKind: 'signal',
    subjectId: signalId,
  });
  await hurryWaiting(tx, { kind: 'signal', id: signalId }, now);
}

/** They have read by code what staff wrote up to a number: no text is needed that would tell of it. What was written since is still to be told of. */
export async function forgetNote(tx: Tx, signalId: string, upTo: number): Promise<void> {
  await lockSignal(tx, signalId);
  if (await hasAnswerAfter(tx, signalId, upTo)) return;
  await withdrawWaiting(tx, { kind: 'signal', id: signalId });
}
