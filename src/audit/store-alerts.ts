/** Alerts of supervisors in the database, and what they are about. */
import { type Db, newId, Refusal, sealRow, type Tx } from '../platform/index.ts';

/** How long the words of an alert may be, in characters. */
const wordsLimit = 1000;

/** What an alert is about, as far as it is known. */
export interface About {
  readonly signalId?: string | undefined;
  readonly responseId?: string | undefined;
}

/** The report and the response that something belongs to: the id of a page, a response, a disclosure or a report. */
export async function readAbout(db: Db, id: string): Promise<About & { readonly pageCode?: string }> {
  const page = await db
    .selectFrom('page')
    .leftJoin('response', 'response.id', 'page.response_id')
    .select(['page.code', 'page.response_id', 'response.signal_id'])
    .where('page.id', '=', id)
    .executeTakeFirst();
  if (page)
    return { signalId: page.signal_id ?? undefined, responseId: page.response_id, pageCode: page.code };
  const response = await db
    .selectFrom('response')
    .select('signal_id')
    .where('id', '=', id)
    .executeTakeFirst();
  if (response) return { signalId: response.signal_id, responseId: id };
  const told = await db.selectFrom('disclosure').select('signal_id').where('id', '=', id).executeTakeFirst();
  if (told) return { signalId: told.signal_id };
  const signal = await db.selectFrom('signal').select('id').where('id', '=', id).executeTakeFirst();
  return signal ? { signalId: id } : {};
}

/**
 * Stores an alert with its words sealed: under the report's key, else under one of its own. What is about a destroyed report still
 * reaches a supervisor; its words can hold nothing of the report, which nobody can read any more.
 * @returns its id
 */
export async function storeAlert(
  tx: Tx,
  alert: About & { readonly kind: string; readonly words: string },
  now: Date,
): Promise<string> {
  const id = newId(now);
  const about = await readAbout(tx, alert.signalId ?? alert.responseId ?? id);
  const row = {
    id,
    at: now,
    kind: alert.kind,
    words: alert.words.slice(0, wordsLimit),
    signal_id: alert.signalId ?? null,
    response_id: alert.responseId ?? null,
  };
  const sealedFor = (recordId: string) =>
    sealRow(tx, 'supervisor_alert', { ...row, record_id: recordId }, now);
  const sealed = await sealedFor(alert.signalId ?? about.signalId ?? id).catch((error: unknown) => {
    if (error instanceof Refusal && error.code === 'record-destroyed') return sealedFor(id);
    throw error;
  });
  await tx.insertInto('supervisor_alert').values(sealed).execute();
  return id;
}
