/**
 * Somebody was put on the do-not-tell list while people are being asked: what was on its way to a unit or a person ends, their colleagues
 * go on, and everybody who was asked reads that there is someone who must not be told. Whole organizations are taken up by the ledger.
 */
import { revokeDisclosures } from '../disclosures/index.ts';
import { endForListed, withdrawCallsToListed } from '../paging/index.ts';
import type { Tx } from '../platform/index.ts';
import { callSupervisor } from './asking.ts';
import { nameOf, rebrief } from './briefing.ts';
import type { ResponsesDeps } from './ground.ts';
import { findOpenResponse, lockResponse, type ResponseRow } from './store.ts';
import { readPages } from './store-pages.ts';
import { readRoles } from './store-roles.ts';
import { type Withheld, withheldFrom } from './withheld.ts';

export async function takeUpListed(
  tx: Tx,
  deps: ResponsesDeps,
  about: { caseId: string; signalId: string },
  now: Date,
): Promise<void> {
  const { caseId, signalId } = about;
  // The response before the case and its pages, as everyone takes them.
  const responseId = await findOpenResponse(tx, signalId);
  const response = responseId ? await lockResponse(tx, responseId) : undefined;
  const withheld = await withheldFrom(tx, caseId, []);
  if (response) await endPages(tx, response, withheld, now);
  if (await withdrawCallsToListed(tx, signalId, withheld.isListedAddress, now))
    await callSupervisor(
      tx,
      {
        signalId,
        ...(response ? { responseId: response.id } : {}),
        code: 'call-withdrawn',
        words:
          'A call that was to be made goes to somebody who must not be told, and is withdrawn. Reach somebody else there, or another agency with authority.',
      },
      now,
    );
  if (response) await rebrief(tx, deps, response.id, now);
}

async function endPages(tx: Tx, response: ResponseRow, withheld: Withheld, now: Date): Promise<void> {
  const roles = await readRoles(tx, response.id);
  for (const page of await readPages(tx, response.id)) {
    if (page.state === 'declined' || page.state === 'stood-down') continue;
    const ended = await endForListed(tx, page.pageId, withheld.isListedAddress, now);
    if (ended === 'untouched') continue;
    const name = nameOf(roles, page.organizationId);
    if (ended === 'theirs') {
      // Stood down and asked anew, by whoever of them is not on the list: the revocation is heard here again.
      await revokeDisclosures(
        tx,
        { caseId: response.caseId, id: page.disclosureId },
        'Whoever took it was put on the do-not-tell list.',
        now,
      );
      continue;
    }
    const read =
      ended === 'could-see-all'
        ? 'opened the page, and since a colleague said yes could see everything on it: the car, the description and where to meet'
        : 'may have read that somebody is to be met, in which county and when';
    await callSupervisor(
      tx,
      {
        signalId: response.signalId,
        responseId: response.id,
        code: 'listed-was-asked',
        words: `Somebody at ${name} who must not be told was asked before they were put on the list, and ${read}. Their link is closed, and their colleagues go on. Call ${name}: decide whether they still should come.`,
      },
      now,
    );
  }
}
