/**
 * Whether somebody who comes back from their agency showed their key there during this attempt. What is asked of the agency goes by an
 * address that the browser holds and may change; only what the agency signed counts. Source: security.md 20; OpenID Connect Core 3.1.2.1.
 */
import { APIError, getOAuthState } from 'better-auth/api';
import { agencyKeyShownAt } from '../core/index.ts';

/** By the state of an attempt, which better-auth keeps for one request. */
const shown = new WeakMap<object, Date>();

/** What is kept with an attempt when it begins, on our side. */
export const attemptFrom = (now: Date): { startedAt: number } => ({ startedAt: now.getTime() });

const refused = (): APIError =>
  new APIError('FORBIDDEN', { code: 'AGENCY_KEY_NOT_SHOWN', message: 'AGENCY_KEY_NOT_SHOWN' });

/**
 * Judges what the agency said before anything is made of it.
 * @param secondsBefore how long before its answer the agency saw the key; null where it does not say
 * @throws APIError `AGENCY_KEY_NOT_SHOWN` when it was seen before this attempt began
 */
export async function judgeAgencyKey(secondsBefore: number | null, now: Date): Promise<void> {
  if (secondsBefore === null) return;
  const state = await getOAuthState<{ startedAt?: number }>();
  const startedAt = new Date(state?.startedAt ?? now.getTime());
  const at = agencyKeyShownAt(secondsBefore, { startedAt, now });
  if (!state || !at) throw refused();
  shown.set(state, at);
}

/**
 * When the key was shown in this attempt; null where the agency does not say.
 * @param stepUp somebody is signed in, and showing a key is what they came for
 * @throws APIError `AGENCY_KEY_NOT_SHOWN` when they came for it and it was not said
 */
export async function shownAgencyKey(stepUp: boolean): Promise<Date | null> {
  const state = await getOAuthState();
  const at = (state && shown.get(state)) ?? null;
  if (!at && stepUp) throw refused();
  return at;
}
