/** What an advocate concludes from a report. */
import { leaf } from '../audit/index.ts';
import { caseOfSignal } from '../cases/index.ts';
import type { AgeGroup, Danger } from '../disclosures/index.ts';
import { type Db, emit, newId, Refusal, type Tx } from '../platform/index.ts';
import { readSignal } from '../signals/index.ts';
import { insertAssessment, readAssessment } from './store.ts';

/** What an advocate concludes. */
export interface Assessment {
  /** Codes of behaviours that someone observed. */
  readonly observedBehaviours: readonly string[];
  /** Whether the person's own words are known. */
  readonly ownWords: boolean;
  readonly strength: 'high' | 'moderate' | 'none';
  readonly danger: Danger;
  readonly ageGroup: AgeGroup;
  /** The report rests on appearance, language or a mixed family: it is held. */
  readonly appearanceOnly: boolean;
  readonly reason: string;
}

/** There is no report with this id. */
export const unknown = () =>
  new Refusal('unknown-signal', 404, 'There is no such report', 'It may have been mistyped.');

function asAssessment(row: Awaited<ReturnType<typeof readAssessment>>): Assessment | null {
  if (!row) return null;
  return {
    observedBehaviours: row.observed_behaviours,
    ownWords: row.own_words,
    strength: row.strength as Assessment['strength'],
    danger: row.danger as Danger,
    ageGroup: row.age_group as AgeGroup,
    appearanceOnly: row.appearance_only,
    reason: row.reason,
  };
}

const reasonLimitCharacters = 4_000;

/** Records what an advocate concludes. Danger now opens the call to 911 at once. */
export async function assess(
  tx: Tx,
  signalId: string,
  staffId: string,
  assessment: Assessment,
  now: Date,
): Promise<void> {
  const reason = assessment.reason.trim().slice(0, reasonLimitCharacters);
  if (!reason)
    throw new Refusal('reason-missing', 422, 'Why do you think so?', 'Write the reason in a few words.');
  if (!(await readSignal(tx, signalId, true))) throw unknown();
  await caseOfSignal(tx, signalId, now);
  await insertAssessment(tx, {
    id: newId(now),
    signal_id: signalId,
    at: now,
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
  if (assessment.danger === 'imminent')
    await emit(tx, { name: 'imminent-danger-reported', subjectId: signalId }, now);
}

/** What staff last made of a report. */
export async function latestAssessment(db: Db, signalId: string): Promise<Assessment | undefined> {
  return asAssessment(await readAssessment(db, signalId)) ?? undefined;
}
