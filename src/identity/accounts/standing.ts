/** Whose session a browser's cookie names, and what it may do now. */
import { Refusal } from '../../platform/index.ts';
import { needsStepUp, sessionState } from '../core/index.ts';
import type { Engine } from './engine.ts';
import type { Method } from './tables.ts';

/** Somebody who is signed in and at the desk. */
export interface SignedIn {
  readonly sessionId: string;
  readonly personId: string;
  readonly method: Exclude<Method, 'password'>;
  readonly authenticatedAt: Date;
}

/** A session as cookies name it: of nobody, waiting for its key, or somebody's. */
export type Standing =
  | { readonly state: 'nobody' }
  | { readonly state: 'locked'; readonly sessionId: string; readonly personId: string }
  | ({ readonly state: 'open' } & SignedIn);

/** Whose session the cookie names, and whether it may act. Half a sign-in, and somebody who left, are nobody. */
export async function standingOf(
  engine: Engine,
  isActive: (personId: string) => Promise<boolean>,
  headers: Headers,
  at: Date,
): Promise<Standing> {
  const cookie = headers.get('cookie');
  if (!cookie) return { state: 'nobody' };
  const found = await engine.api.getSession({ headers: new Headers({ cookie }) });
  if (!found) return { state: 'nobody' };
  const { id, userId, authenticatedAt, seenAt } = found.session;
  const method = found.session.method as Method;
  const state = sessionState({ authenticatedAt, seenAt }, at);
  if (method === 'password' || state === 'over' || !(await isActive(userId))) return { state: 'nobody' };
  if (state === 'locked') return { state: 'locked', sessionId: id, personId: userId };
  return { state: 'open', sessionId: id, personId: userId, method, authenticatedAt };
}

/**
 * For what cannot be taken back: the person showed their key within so many minutes.
 * @throws Refusal `sign-in-again` (403)
 */
export function assertFresh(who: Pick<SignedIn, 'authenticatedAt'>, now: Date, minutes?: number): void {
  if (needsStepUp(who, now, minutes))
    throw new Refusal(
      'sign-in-again',
      403,
      'Please show your key again',
      'This step asks for it, since it cannot be taken back. Nothing you wrote is lost.',
    );
}
