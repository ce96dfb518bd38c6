/** What happens elsewhere that stops a disclosure: a consent taken back, an organization that must not be told. */
import { findCaseOfSignal } from '../cases/index.ts';
import type { Subscribers } from '../platform/index.ts';
import { revokeDisclosures } from './commands.ts';

/** The events disclosures listens to. */
export function disclosuresSubscribers(): Subscribers {
  return {
    'consent-withdrawn': async (tx, event, now) => {
      const caseId = await findCaseOfSignal(tx, event.subjectId);
      if (!caseId) return;
      const { organizationId } = event.payload;
      await revokeDisclosures(
        tx,
        {
          caseId,
          signalId: event.subjectId,
          basis: 'consent',
          ...(typeof organizationId === 'string' ? { organizationId } : {}),
        },
        'The person took their consent back.',
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
