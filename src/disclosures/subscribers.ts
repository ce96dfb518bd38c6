/** What happens elsewhere that stops a disclosure: a consent taken back, an organization that must not be told. */
import { findCaseOfSignal } from '../cases/index.ts';
import { organizationsById } from '../organizations/index.ts';
import type { Subscribers, Tx } from '../platform/index.ts';
import { revokeDisclosures } from './commands.ts';
import { disclosuresOfCase, markReadOut } from './store.ts';

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
      const { organizationId } = event.payload;
      await markReadOut(
        tx,
        {
          subjectId: event.subjectId,
          organizationId: typeof organizationId === 'string' ? organizationId : null,
        },
        now,
      );
    },
    'do-not-tell-added': async (tx, event, now) => {
      const { organizationId } = event.payload;
      if (typeof organizationId !== 'string') throw new Error('do-not-tell-added without an organization');
      await revokeDisclosures(
        tx,
        { caseId: event.subjectId, organizationId },
        'They were put on the do-not-tell list.',
        now,
      );
    },
  };
}
