/** A page whose words have changed while it is open. */
import { leaf } from '../audit/index.ts';
import type { Tx } from '../platform/index.ts';
import { changePageWords } from './store.ts';

/** Writes an open page anew, when anything in it has changed. */
export async function rewriteOffer(
  tx: Tx,
  pageId: string,
  words: { offer: object; detail: object; isLead: boolean },
  now: Date,
): Promise<void> {
  if (!(await changePageWords(tx, pageId, words))) return;
  await leaf(tx, {
    at: now,
    actor: { kind: 'system' },
    action: 'page-rewritten',
    subjectKind: 'page',
    subjectId: pageId,
    detail: { isLead: words.isLead },
  });
}
