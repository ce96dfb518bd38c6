/** What happens elsewhere that stops a disclosure: a consent taken back, an organization that must not be told. */
import { closingEntries } from '../cases/core/index.ts';
import { findCaseOfSignal, listedOfCase } from '../cases/index.ts';
import { sentWords } from '../messaging/index.ts';
import { organizationsById, reachOf } from '../organizations/index.ts';
import { pageById, readVoiceTask } from '../paging/index.ts';
import type { Subscribers, Tx } from '../platform/index.ts';
import { revokeDisclosures } from './commands.ts';
import { tellOrderRevoked } from './court-orders.ts';
import { disclosuresOfCase, markReadOut } from './store.ts';
import { insertShown } from './store-shown.ts';

/** The organizations of a role that something was disclosed to in a case. */
async function toldAs(tx: Tx, caseId: string, role: string): Promise<string[]> {
  const ids = new Set((await disclosuresOfCase(tx, caseId)).map(({ organizationId }) => organizationId));
  const organizations = await organizationsById(tx, [...ids]);
  return [...organizations.values()].filter((found) => found.role === role).map(({ id }) => id);
}

/** The events disclosures listens to. */
export function disclosuresSubscribers(): Subscribers {
  return {
    'consent-withdrawn': async (tx, event, now) => {
      const caseId = await findCaseOfSignal(tx, event.subjectId);
      if (!caseId) return;
      // One consent is taken back, for an organization or for all of a role; where neither is named, all consents are.
      const { organizationId, role } = event.payload;
      const whom =
        typeof organizationId === 'string'
          ? [organizationId]
          : typeof role === 'string'
            ? await toldAs(tx, caseId, role)
            : [undefined];
      for (const one of whom)
        await revokeDisclosures(
          tx,
          {
            caseId,
            signalId: event.subjectId,
            basis: 'consent',
            ...(one === undefined ? {} : { organizationId: one }),
          },
          'The person took their consent back.',
          now,
        );
    },
    // What was told on the basis of a tip has lost it: from now on the person's own consent decides.
    'door-moved': async (tx, event, now) => {
      const caseId = await findCaseOfSignal(tx, event.subjectId);
      if (!caseId) return;
      await revokeDisclosures(
        tx,
        { caseId, basis: 'third-party-tip' },
        'The report moved to the help door: the person’s own consent decides now.',
        now,
      );
    },
    // A call proves what it told: a person said yes on the line.
    'call-confirmed': async (tx, event, now) => {
      const { organizationId, taskId } = event.payload;
      const told = await markReadOut(
        tx,
        {
          subjectId: event.subjectId,
          organizationId: typeof organizationId === 'string' ? organizationId : null,
        },
        now,
      );
      const call = typeof taskId === 'string' ? await readVoiceTask(tx, taskId) : undefined;
      const page = call?.pageId ? await pageById(tx, call.pageId) : undefined;
      if (call)
        for (const disclosureId of page ? [page.ledgerId] : told)
          await insertShown(tx, { disclosureId, way: 'voice', at: now }, new Map([['script', call.script]]));
    },
    // A message has left: its words are what the recipient has, also when they are withdrawn a moment later.
    'message-sent': async (tx, event, now) => {
      const sent = await sentWords(tx, event.subjectId);
      if (sent?.ledger !== 'disclosure') return;
      const words = new Map([['message', sent.words]]);
      await insertShown(tx, { disclosureId: sent.ledgerId, way: sent.wire, at: now }, words);
    },
    'do-not-tell-added': async (tx, event, now) => {
      const caseId = event.subjectId;
      const told = (await disclosuresOfCase(tx, caseId)).filter(({ revokedAt }) => revokedAt === null);
      const reach = await reachOf(tx, [...new Set(told.map(({ organizationId }) => organizationId))]);
      const list = await listedOfCase(tx, caseId);
      for (const [organizationId, one] of reach) {
        // An entry that is about somebody else stops nothing: least of all what a court compels in spite of an older one.
        const closing = closingEntries(list, one);
        const { entryId } = event.payload;
        if (!closing.some(({ id }) => entryId === undefined || id === entryId)) continue;
        const ids = await revokeDisclosures(
          tx,
          { caseId, organizationId },
          'They were put on the do-not-tell list.',
          now,
        );
        for (const row of told.filter(({ id, basis }) => ids.includes(id) && basis === 'court-order'))
          if (!row.deliveredAt) await tellOrderRevoked(tx, row.signalId, now);
      }
    },
  };
}
