/** Who acts where people sign in: whoever the session's cookie names, and still works here. */
import type { Clock, Db } from '../../platform/index.ts';
import type { WhoActs } from '../door.ts';
import { findStaff } from '../store.ts';
import type { Accounts } from './accounts.ts';

/**
 * Asked by a live page again and again while it is open (`stillLetIn`), which keeps its session from locking.
 * @param db in the name of the system: before the door nobody is anybody
 */
export function signedInWhoActs(accounts: Accounts, db: Db, clock: Clock): WhoActs {
  return async ({ headers: { cookie } }) => {
    if (!cookie) return undefined;
    const who = await accounts.whoIs(new Headers({ cookie }), clock.now());
    const person = who && (await findStaff(db, who.personId));
    return person && { ...person, authenticatedAt: who.authenticatedAt };
  };
}
