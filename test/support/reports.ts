/** Reports for flow tests: sent in as a partner would, and found again. */
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { House } from './house.ts';

let sent = 0;

/** Sends a report and says which it is. */
export async function report(
  house: House,
  body: Record<string, unknown> = {},
): Promise<{ signalId: string; receipt: string }> {
  // The clock stands and words are sealed, so reports are told apart by the key they were sent with.
  const key = `report-number-${++sent}`;
  const narrative = `He keeps her papers. (${sent})`;
  const answer = await house.call(
    'POST',
    '/v1/signals',
    { door: 'tip', narrative, ...body },
    { 'idempotency-key': key },
  );
  if (answer.statusCode !== 201) throw new Error(`the report was refused: ${answer.body}`);
  const keyHash = createHash('sha256').update(key).digest();
  const { rows } = await sql<{ id: string }>`select id from signal where key_hash = ${keyHash}`.execute(
    house.database.db,
  );
  return { signalId: rows[0]!.id, receipt: answer.json().receipt };
}

/** An act of the advocate on a report; its answer. */
export const act = (house: House, signalId: string, verb: string, body: unknown = {}) =>
  house.asAdvocate('POST', `/v1/signals/${signalId}/${verb}`, body);

/** A report as staff see it. It is opened, and so read. */
export const opened = async (house: House, signalId: string) =>
  (await house.asAdvocate('GET', `/v1/signals/${signalId}`)).json();

export interface Alert {
  readonly kind: string;
  readonly words: string;
  readonly signalId: string | null;
  readonly responseId: string | null;
}

export const alertsOf = async (house: House, signalId: string): Promise<Alert[]> =>
  (await house.asAdvocate('GET', '/v1/alerts'))
    .json()
    .alerts.filter((alert: Alert) => alert.signalId === signalId);

/** An assessment that lets a response be confirmed. */
export const assessment = {
  observedBehaviours: ['papers-held', 'debt-owed'],
  ownWords: true,
  strength: 'high',
  danger: 'soon',
  ageGroup: 'adult',
  reason: 'Papers and debt.',
};

/** Train 311 on the day on which the house opens. */
export const train = { tripId: 'river-runner:311', serviceDate: '2026-02-12' };
