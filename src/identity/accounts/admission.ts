/** Where better-auth asks us: whom a new passkey is for, whether it may be kept, and who somebody from an agency is. */
import { APIError } from 'better-auth/api';
import { type Clock, newId, Refusal } from '../../platform/index.ts';
import { needsStepUp, neverFreshAt } from '../core/index.ts';
import { type AgencyProfile, agencyProviderId } from './agency.ts';
import { judgeAgencyKey, shownAgencyKey } from './agency-key.ts';
import { cookieIn } from './cookies.ts';
import type { EngineDeps } from './engine.ts';
import { accept, type InvitingDeps, openedBy } from './invitations.ts';
import type { SignInRecord } from './sign-in-record.ts';
import type { Standing } from './standing.ts';
import { keepSubject, ownerOfSubject } from './store.ts';
import { invitationTo } from './store-invitations.ts';

interface AdmissionDeps extends InvitingDeps {
  readonly clock: Clock;
  readonly publicOrigin: string;
  readonly record: SignInRecord;
  readonly standing: (headers: Headers, at: Date) => Promise<Standing>;
}

/** The cookie in which a browser keeps an invitation while its holder sets up a key. */
export const invitedCookie = 'alight_invited';
const invitedIn = (headers: Headers): string | undefined => cookieIn(headers, invitedCookie);

const asApiError = (error: unknown): never => {
  if (error instanceof Refusal) throw new APIError('FORBIDDEN', { code: error.code, message: error.code });
  throw error;
};

export function admission(
  deps: AdmissionDeps,
): Pick<EngineDeps, 'invited' | 'admitted' | 'fromAgency' | 'agencyKeyShownAt'> {
  const { db, people, clock, standing } = deps;
  return {
    invited: async (headers) => {
      const row = await openedBy(db, invitedIn(headers), clock.now()).catch(asApiError);
      return { id: row.person_id, name: row.email, displayName: row.name };
    },
    admitted: async (headers, personId, byInvitation) => {
      const at = clock.now();
      if (byInvitation) {
        const row = await openedBy(db, invitedIn(headers), at).catch(asApiError);
        if (row.person_id !== personId) throw new APIError('FORBIDDEN', { code: 'invitation-over' });
        await accept(deps, row, async () => {}, at).catch(asApiError);
        return;
      }
      // A second key is as good as the first: whoever finds an open desk must not be able to leave one behind.
      const who = await standing(headers, at);
      if (who.state !== 'open' || who.personId !== personId || needsStepUp(who, at))
        throw new APIError('FORBIDDEN', { code: 'sign-in-again', message: 'sign-in-again' });
      await people.record({ action: 'passkey-added', personId, by: personId, at });
    },
    fromAgency: async ({ subject, email, emailVerified, keySecondsBefore }: AgencyProfile) => {
      const known = await ownerOfSubject(db, agencyProviderId, subject);
      await judgeAgencyKey(keySecondsBefore, clock.now()).catch((error: unknown) => {
        if (known && error instanceof APIError) deps.record.refused({ id: known }, 'agency', 'strength');
        throw error;
      });
      if (known) return;
      const at = clock.now();
      const row = email && emailVerified ? await invitationTo(db, email, at) : undefined;
      if (!row) throw new APIError('FORBIDDEN', { code: 'not-invited', message: 'not-invited' });
      await accept(
        deps,
        row,
        (tx) =>
          keepSubject(
            tx,
            { id: newId(at), userId: row.person_id, providerId: agencyProviderId, accountId: subject },
            at,
          ),
        at,
      ).catch(asApiError);
    },
    agencyKeyShownAt: async (headers) => {
      const at = clock.now();
      const { state } = await standing(headers, at);
      return (await shownAgencyKey(state !== 'nobody')) ?? neverFreshAt(at);
    },
  };
}
