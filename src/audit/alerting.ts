/**
 * How any room calls a supervisor. An alert's words may hold names, places and reasons, so they are sealed in the transaction of the
 * thing itself, and the event that tells of them carries ids and a code alone: what waits in the clear would stay in the database's
 * files and backups where no destroyed key reaches it. Source: security.md 8, 10.
 */
import { emit, type Tx } from '../platform/index.ts';
import { type About, readAbout, storeAlert } from './store-alerts.ts';

/** What a supervisor has to see. */
export interface SupervisorAlert extends About {
  /** What it is about where neither report nor response is known: both are looked up by it. */
  readonly subjectId: string;
  readonly pageId?: string | undefined;
  /** What kind of alert, kebab-case. */
  readonly code: string;
  readonly words: string;
}

/** Puts an alert before the supervisors, and tells of it as `supervisor-needed`. @throws Refusal keys-away */
export async function alertSupervisors(tx: Tx, alert: SupervisorAlert, now: Date): Promise<void> {
  const { subjectId, pageId, code, words } = alert;
  const known = alert.signalId !== undefined || alert.responseId !== undefined;
  // An alert that leads nowhere helps nobody: what it is about is found by its page or its subject.
  const { signalId, responseId } = known ? alert : await readAbout(tx, pageId ?? subjectId);
  const alertId = await storeAlert(tx, { kind: code, words, signalId, responseId }, now);
  await emit(
    tx,
    {
      name: 'supervisor-needed',
      subjectId,
      payload: { alertId, code, ...(signalId && { signalId }), ...(responseId && { responseId }) },
    },
    now,
  );
}
