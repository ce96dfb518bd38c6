/** Sessions: who is signed in, since when and by what. better-auth begins them. */
import { inAuth } from './store-connect.ts';
import type { AuthTx, Method } from './tables.ts';

export interface KeptSession {
  readonly id: string;
  readonly method: Method;
  readonly authenticatedAt: Date;
  readonly seenAt: Date;
}

const listLimit = 50;

export function sessionsOf(db: AuthTx, userId: string): Promise<KeptSession[]> {
  return inAuth(db)
    .selectFrom('session')
    .select(['id', 'method', 'authenticatedAt', 'seenAt'])
    .where('userId', '=', userId)
    .where('method', '<>', 'password')
    .orderBy('authenticatedAt', 'desc')
    .limit(listLimit)
    .execute();
}

/** Notes that somebody is there; at most once in a while, so that reading does not become writing. */
export async function touchSession(db: AuthTx, id: string, at: Date, notSince: Date): Promise<void> {
  await inAuth(db)
    .updateTable('session')
    .set({ seenAt: at })
    .where('id', '=', id)
    .where('seenAt', '<', notSince)
    .execute();
}

/** Ends a person's sessions, all or all but one. @returns how many ended */
export async function dropSessions(tx: AuthTx, userId: string, exceptId?: string): Promise<number> {
  const { numDeletedRows } = await inAuth(tx)
    .deleteFrom('session')
    .where('userId', '=', userId)
    .$if(exceptId !== undefined, (query) => query.where('id', '<>', exceptId!))
    .executeTakeFirst();
  return Number(numDeletedRows);
}

export async function dropSession(tx: AuthTx, id: string): Promise<void> {
  await inAuth(tx).deleteFrom('session').where('id', '=', id).execute();
}
