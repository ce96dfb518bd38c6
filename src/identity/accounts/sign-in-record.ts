/**
 * Sign-ins on record, by person and way: who came in, and whose name somebody tried in vain. No address, no browser, and nothing of a
 * name that nobody here has. What was refused is written beside the answer: whoever guesses names must not be able to time who is here.
 * It is bounded: of a password by the waits between tries, of everything else by the same waits, applied to the leaf alone.
 */
import { createHmac } from 'node:crypto';
import { type Clock, errorFields, type Log } from '../../platform/index.ts';
import { waitSeconds } from '../core/index.ts';
import type { People } from './people.ts';
import { userOf } from './store.ts';
import { ownerOfPasskey } from './store-passkeys.ts';
import { countTry, triesOf } from './store-path.ts';
import type { AuthDb, Method } from './tables.ts';

/** Whose name it was; one that nobody has leaves nothing. */
export type Named = { readonly email: string } | { readonly credentialId: string } | { readonly id: string };
/** `slowed`: refused unseen, because of the tries before. `not-active`: they do not work here any more. */
export type Because = 'password' | 'code' | 'slowed' | 'key' | 'not-active' | 'strength';

export interface SignInRecord {
  /** Somebody is about to be let in; it fails where the log takes nothing, and then nobody is. */
  opened(personId: string, method: Method): Promise<void>;
  /** A try in somebody's name was refused. Returns at once. */
  refused(named: Named, method: Method, because: Because): void;
  /** When everything that was refused so far is written. */
  settled(): Promise<void>;
}

interface RecordDeps {
  readonly db: AuthDb;
  readonly people: People;
  readonly clock: Clock;
  readonly log: Log;
  readonly secret: string;
}

/** More at once are not written: each costs its sender a try, so only a database that stands still gathers so many. */
const mostWaiting = 1_000;

export function openSignInRecord({ db, people, clock, log, secret }: RecordDeps): SignInRecord {
  const waiting = new Set<Promise<void>>();

  const personOf = async (named: Named): Promise<string | undefined> => {
    if ('email' in named) return userOf(db, named.email);
    return 'id' in named ? named.id : ownerOfPasskey(db, named.credentialId);
  };
  /** Whether it is due: three at once, then ever more rarely, down to one an hour. Nobody waits for it but the log. */
  const isDue = async (personId: string, method: Method, at: Date): Promise<boolean> => {
    const nameMac = createHmac('sha256', secret)
      .update(`alight refused leaf 1\0${method}\0${personId}`)
      .digest();
    const tries = await triesOf(db, nameMac);
    if (tries && at.getTime() - tries.lastAt.getTime() < waitSeconds(tries.failures) * 1000) return false;
    return countTry(db, { nameMac, seen: tries?.failures ?? 0 }, at);
  };
  const write = async (named: Named, method: Method, because: Because, at: Date): Promise<void> => {
    const personId = await personOf(named);
    if (!personId) return;
    const slowsItself = method === 'password' || method === 'totp';
    if (!slowsItself && !(await isDue(personId, method, at))) return;
    const why = (await people.isActive(personId)) ? because : 'not-active';
    await people.record({ action: 'sign-in-refused', personId, at, detail: { method, because: why } });
  };

  return {
    opened: (personId, method) =>
      people.record({ action: 'signed-in', personId, by: personId, at: clock.now(), detail: { method } }),
    refused: (named, method, because) => {
      if (waiting.size >= mostWaiting)
        return log.warn('refused sign-ins go unrecorded', { count: waiting.size });
      const written: Promise<void> = write(named, method, because, clock.now())
        .catch((error: unknown) => log.error('a refused sign-in was not recorded', errorFields(error)))
        .finally(() => waiting.delete(written));
      waiting.add(written);
    },
    settled: async () => {
      await Promise.all(waiting);
    },
  };
}
