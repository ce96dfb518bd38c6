/** What an agency that is reached by telephone alone says of its page: staff record it, and the leaf names them. */
import { Refusal, type Tx } from '../platform/index.ts';
import { assertEta, assertOutcome } from './answers.ts';
import { giveAllClearOf } from './lead.ts';
import { act, alwaysLive, type IsLive } from './moves.ts';
import { readPage } from './store.ts';

/** What can be said by telephone after a yes. */
export const telephoneReports = ['en-route', 'staged', 'all-clear', 'outcome'] as const;
export type TelephoneReport = (typeof telephoneReports)[number];

/**
 * Records what a responder said by telephone, under the rules of the link.
 * @throws Refusal `page-unknown`, `eta-invalid`, `outcome-unknown`, and what the page's move refuses
 */
export async function reportForPage(
  tx: Tx,
  pageId: string,
  report: TelephoneReport,
  said: { readonly etaAt?: Date | undefined; readonly outcome?: string | undefined },
  staffId: string,
  now: Date,
  isLive: IsLive,
): Promise<void> {
  if (!(await readPage(tx, pageId)))
    throw new Refusal('page-unknown', 404, 'There is no such page', 'Look at the response again.');
  const by = { by: staffId };
  switch (report) {
    case 'en-route': {
      const etaAt = said.etaAt ?? new Date(Number.NaN);
      assertEta(etaAt, now);
      const more = { ...by, etaAt: etaAt.toISOString() };
      const change = { en_route_at: now, eta_at: etaAt };
      return void (await act(tx, pageId, report, 'page-en-route', change, now, more, isLive, staffId));
    }
    case 'staged':
      return void (await act(
        tx,
        pageId,
        report,
        'page-staged',
        { staged_at: now },
        now,
        by,
        isLive,
        staffId,
      ));
    case 'all-clear':
      return giveAllClearOf(tx, pageId, now, isLive, staffId);
    case 'outcome': {
      const outcome = said.outcome ?? '';
      assertOutcome(outcome);
      // What became of it may be told of a page that has ended, too.
      const more = { ...by, outcome };
      await act(tx, pageId, report, 'page-outcome', { outcome }, now, more, alwaysLive, staffId);
    }
  }
}
