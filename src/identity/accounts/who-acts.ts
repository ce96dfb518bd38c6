/** Who acts where people sign in: whoever the session's cookie names, and still works here. */
import type { FastifyRequest } from 'fastify';
import type { Clock, Db } from '../../platform/index.ts';
import type { WhoActs } from '../door.ts';
import { findStaff } from '../store.ts';
import type { Accounts } from './accounts.ts';

const lookEveryMilliseconds = 60_000;

/** @param db in the name of the system: before the door nobody is anybody */
export function signedInWhoActs(accounts: Accounts, db: Db, clock: Clock): WhoActs {
  return async (request) => {
    const { cookie } = request.headers;
    if (!cookie) return undefined;
    const headers = new Headers({ cookie });
    const who = await accounts.whoIs(headers, clock.now());
    const person = who && (await findStaff(db, who.personId));
    if (!person) return undefined;
    if (request.headers.accept === 'text/event-stream') watchStream(request, accounts, headers, clock);
    return { ...person, authenticatedAt: who.authenticatedAt };
  };
}

/** A live page keeps its session open; and when the session is ended elsewhere, the page ends within a minute. */
function watchStream({ raw }: FastifyRequest, accounts: Accounts, headers: Headers, clock: Clock): void {
  const look = setInterval(() => {
    accounts.whoIs(headers, clock.now()).then(
      (who) => {
        if (!who) raw.socket.destroy();
      },
      // The database is away for a moment: the page stays, and is asked about again.
      () => {},
    );
  }, lookEveryMilliseconds);
  look.unref();
  raw.once('close', () => clearInterval(look));
}
