/** What an advocate concludes from a report. */
import { leaf } from '../audit/index.ts';
import { caseOfSignal } from '../cases/index.ts';
import type { AgeGroup, Danger } from '../disclosures/index.ts';
import { type Db, emit, newId, Refusal, type Tx } from '../platform/index.ts';
import { lockSignal, type Observation, observations, reasonOf } from '../signals/index.ts';
import { insertAssessment, readAssessedAt, readAssessment } from './store.ts';

/** What an advocate concludes. */
export interface Assessment {
  /** Codes of behaviours that someone observed. */
  readonly observedBehaviours: readonly Observation[];
  /** Whether the person's own words are known. */
  readonly ownWords: boolean;
  readonly strength: 'high' | 'moderate' | 'none';
  readonly danger: Danger;
  readonly ageGroup: AgeGroup;
  /** The report rests on appearance, language or a mixed family: it is held. */
  readonly appearanceOnly: boolean;
  readonly reason: string;
}

function asAssessment(row: NonNullable<Awaited<ReturnType<typeof readAssessment>>>): Assessment {
  return {
    observedBehaviours: row.observed_behaviours as Observation[],
    ownWords: row.own_words,
    strength: row.strength as Assessment['strength'],
    danger: row.danger as Danger,
    ageGroup: row.age_group as AgeGroup,
    appearanceOnly: row.appearance_only,
    reason: row.reason,
  };
}

/**
 * Records what an advocate concludes. Danger now opens the call to 911 at once. Emits `signal-assessed`, so that what is going
 * on already learns of it. @throws Refusal unknown-signal, reason-missing, observation-unknown
 */
export async function assess(
  tx: Tx,
  signalId: string,
  staffId: string,
  assessment: Assessment,
  now: Date,
): Promise<void> {
  const reason = reasonOf(assessment.reason, 'Why do you think so?');
  // Looks and language are no behaviours, whatever a caller sends.
  if (!assessment.observedBehaviours.every((code) => observations.includes(code)))
    throw new Refusal(
      'observation-unknown',
      422,
      'That is not an observed behaviour',
      `Choose out of: ${observations.join(', ')}. How someone looks or speaks is none.`,
    );
  await lockSignal(tx, signalId);
  await caseOfSignal(tx, signalId, now);
  // The report is held: of two at one instant, or by a clock that was put back, the one that is written last is the last one.
  const before = await readAssessedAt(tx, signalId);
  const at = before && before >= now ? new Date(before.getTime() + 1) : now;
  await insertAssessment(tx, {
    id: newId(at),
    signal_id: signalId,
    at,
    by_staff_id: staffId,
    observed_behaviours: [...new Set(assessment.observedBehaviours)].slice(0, 40),
    own_words: assessment.ownWords,
    strength: assessment.appearanceOnly ? 'none' : assessment.strength,
    danger: assessment.danger,
    age_group: assessment.ageGroup,
    appearance_only: assessment.appearanceOnly,
    reason,
  });
  await leaf(tx, {
    at: now,
    actor: { kind: 'staff', id: staffId },
    action: 'signal-assessed',
    subjectKind: 'signal',
    subjectId: signalId,
    detail: { danger: assessment.danger, strength: assessment.strength },
  });
  await emit(tx, { name: 'signal-assessed', subjectId: signalId, payload: { signalId } }, now);
  if (assessment.danger === 'imminent')
    await emit(tx, { name: 'imminent-danger-reported', subjectId: signalId }, now);
}

/** What staff last made of a report, and when. */
export async function latestAssessment(
  db: Db,
  signalId: string,
): Promise<(Assessment & { readonly at: Date }) | undefined> {
  const row = await readAssessment(db, signalId);
  return row && { ...asAssessment(row), at: row.at };
}

/** The danger of a report as staff assessed it last; undefined while nobody has. */
export const assessedDanger = async (db: Db, signalId: string): Promise<string | undefined> =>
  (await latestAssessment(db, signalId))?.danger;
