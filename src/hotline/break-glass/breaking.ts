/** Somebody whose role shows no report looks into one: asked for with a reason, granted by a second person, over after an hour. */
import { alertSupervisors, leaf, type Showing } from '../../audit/index.ts';
import { type Db, Refusal, type Tx } from '../../platform/index.ts';
import { lockSignal, readMessages, readWords, reasonOf } from '../../signals/index.ts';
import {
  type GlassRefusal,
  type GlassState,
  glassState,
  glassUntil,
  mayGrant,
  mayLook,
} from '../core/index.ts';
import {
  insertGlass,
  readGlass,
  readGlasses,
  type StoredGlass,
  writeEnded,
  writeGranted,
} from './store-glass.ts';

const refusals: Readonly<Record<GlassRefusal, readonly [number, string, string]>> = {
  'asked-it-yourself': [403, 'You asked for this yourself', 'A second person has to agree.'],
  'granted-before': [409, 'Somebody agreed before', 'There is nothing left to do.'],
  'glass-over': [409, 'This is over', 'It has to be asked for again, with a reason.'],
};

const notThere = () => new Refusal('not-here', 404, 'There is nothing here', 'It may have been mistyped.');

export interface GlassView {
  readonly id: string;
  readonly signalId: string;
  /** Null where it was destroyed with its report. */
  readonly reason: string | null;
  readonly askedBy: string;
  readonly askedAt: Date;
  readonly grantedBy: string | null;
  readonly state: GlassState;
  /** When it is over. */
  readonly until: Date;
}

const viewOf = (glass: StoredGlass, now: Date): GlassView => ({
  id: glass.id,
  signalId: glass.signalId,
  reason: glass.reason,
  askedBy: glass.askedBy,
  askedAt: glass.askedAt,
  grantedBy: glass.grantedBy,
  state: glassState(glass, now),
  until: glassUntil(glass),
});

const tell = (tx: Tx, signalId: string, code: string, words: string, now: Date) =>
  alertSupervisors(tx, { subjectId: signalId, code, words, signalId }, now);

async function record(
  tx: Tx,
  action: string,
  by: string,
  signalId: string,
  glassId: string,
  now: Date,
): Promise<void> {
  await leaf(tx, {
    at: now,
    actor: { kind: 'staff', id: by },
    action,
    subjectKind: 'signal',
    subjectId: signalId,
    detail: { glassId },
  });
}

/** @throws Refusal unknown-signal, reason-missing */
export async function askGlass(
  tx: Tx,
  signalId: string,
  by: string,
  why: string,
  now: Date,
): Promise<string> {
  const reason = reasonOf(why, 'Why must you look into this report?');
  await lockSignal(tx, signalId);
  const id = await insertGlass(tx, { signalId, askedBy: by, reason }, now);
  await record(tx, 'glass-asked', by, signalId, id, now);
  await tell(
    tx,
    signalId,
    'glass-asked',
    'Somebody whose role shows no reports asks to look into this one. Read why, and agree only if you would do it yourself.',
    now,
  );
  return id;
}

/** The second person agrees; it is open for an hour. @throws Refusal not-here, asked-it-yourself, granted-before, glass-over */
export async function grantGlass(tx: Tx, id: string, by: string, now: Date): Promise<void> {
  const glass = await readGlass(tx, id, true);
  if (!glass) throw notThere();
  const why = mayGrant(glass, by, now);
  if (why) throw new Refusal(why, ...refusals[why]);
  await writeGranted(tx, id, by, now);
  await record(tx, 'glass-broken', by, glass.signalId, id, now);
  await tell(
    tx,
    glass.signalId,
    'glass-broken',
    'The glass of this report is broken: for an hour somebody may look into it whose role shows no reports. Who agreed, and everything that is looked at, is on record.',
    now,
  );
}

/** Whoever asked, or a second person, closes it again. @throws Refusal not-here */
export async function endGlass(tx: Tx, id: string, by: string, now: Date): Promise<void> {
  const glass = await readGlass(tx, id, true);
  if (!glass) throw notThere();
  if (glassState(glass, now) === 'over') return;
  await writeEnded(tx, id, by, now);
  await record(tx, 'glass-closed', by, glass.signalId, id, now);
}

const listedDays = 30;

/** Everything asked for in the last 30 days, newest first. */
export async function glasses(db: Db, showing: Showing, by: string, now: Date): Promise<GlassView[]> {
  const found = await readGlasses(db, new Date(now.getTime() - listedDays * 86_400_000));
  await showing.record(db, {
    at: now,
    actor: { kind: 'staff', id: by },
    view: 'glasses',
    subjectKind: 'staff',
    subjectId: by,
    ids: [...new Set(found.map(({ signalId }) => signalId))],
    imminent: false,
    leaves: 'new',
  });
  return found.map((glass) => viewOf(glass, now));
}

/** What lies behind broken glass: the report, to be read and not to be worked on. It does not count as read by a trained person. */
export interface BehindGlass {
  readonly glass: GlassView;
  readonly receivedAt: Date;
  readonly state: string;
  readonly narrative: string;
  readonly ownWords: string | null;
  readonly appearance: string | null;
  readonly people: string | null;
  readonly vehicle: Readonly<Record<string, string>> | null;
  readonly messages: readonly { readonly from: string; readonly text: string; readonly at: Date }[];
}

/** @throws Refusal not-here, also where it is somebody else's, not granted, or over */
export async function lookBehindGlass(
  tx: Tx,
  showing: Showing,
  asked: { readonly id: string; readonly by: string },
  now: Date,
): Promise<BehindGlass> {
  const glass = await readGlass(tx, asked.id);
  if (!glass || !mayLook(glass, asked.by, now)) throw notThere();
  const signal = await lockSignal(tx, glass.signalId);
  await showing.record(tx, {
    at: now,
    actor: { kind: 'staff', id: asked.by },
    view: 'glass',
    subjectKind: 'signal',
    subjectId: signal.id,
    ids: [signal.id],
    imminent: false,
    leaves: 'each',
  });
  const words = await readWords(tx, signal.id);
  if (!words) throw notThere();
  return {
    glass: viewOf(glass, now),
    receivedAt: signal.received_at,
    state: signal.state,
    narrative: words.narrative,
    ownWords: words.own_words,
    appearance: words.appearance,
    people: words.people,
    vehicle: words.vehicle as Record<string, string> | null,
    messages: (await readMessages(tx, signal.id)).map(({ author, body, at }) => ({
      from: author,
      text: body,
      at,
    })),
  };
}
