/** Rows of `service_token`. */
import type { Db, Tx } from '../platform/index.ts';

export interface StoredToken {
  readonly id: string;
  readonly staffId: string;
  readonly name: string;
  /** Null: nobody has agreed to it yet. */
  readonly secretHash: Buffer | null;
  readonly scopes: readonly string[];
  readonly madeBy: string;
  readonly madeAt: Date;
  /** Null where one person is enough, and while it waits. */
  readonly agreedBy: string | null;
  readonly expiresAt: Date;
  readonly revokedAt: Date | null;
  /** YYYY-MM-DD, in UTC. */
  readonly lastUsedOn: string | null;
}

const withName = (db: Db) =>
  db
    .selectFrom('service_token as t')
    .innerJoin('staff as s', 's.id', 't.staff_id')
    .select([
      't.id',
      't.staff_id as staffId',
      's.name',
      't.secret_hash as secretHash',
      't.scopes',
      't.made_by as madeBy',
      't.made_at as madeAt',
      't.agreed_by as agreedBy',
      't.expires_at as expiresAt',
      't.revoked_at as revokedAt',
      't.last_used_on as lastUsedOn',
    ]);

export const readToken = (db: Db, id: string): Promise<StoredToken | undefined> =>
  withName(db).where('t.id', '=', id).executeTakeFirst();

/** Locked until the transaction ends. */
export const lockToken = (tx: Tx, id: string): Promise<StoredToken | undefined> =>
  withName(tx).where('t.id', '=', id).forUpdate('t').executeTakeFirst();

/** What waits for a second person and was asked for since an instant, oldest first. */
export const readWaiting = (db: Db, since: Date, limit: number): Promise<StoredToken[]> =>
  withName(db)
    .where('t.secret_hash', 'is', null)
    .where('t.revoked_at', 'is', null)
    .where('t.made_at', '>', since)
    .orderBy('t.made_at')
    .limit(limit)
    .execute();

/** A second person agreed: from now on it has a secret. */
export async function writeAgreed(
  tx: Tx,
  id: string,
  { by, at, secretHash }: { by: string; at: Date; secretHash: Buffer },
): Promise<void> {
  await tx
    .updateTable('service_token')
    .set({ agreed_by: by, agreed_at: at, secret_hash: secretHash })
    .where('id', '=', id)
    .execute();
}

/** Newest first. */
export const readTokens = (db: Db, limit: number): Promise<StoredToken[]> =>
  withName(db).orderBy('t.made_at', 'desc').orderBy('t.id', 'desc').limit(limit).execute();

/** @param waitingSince what was asked for before, and nobody agreed to, does not count */
export async function countLiveTokens(db: Db, at: Date, waitingSince: Date): Promise<number> {
  const row = await db
    .selectFrom('service_token')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', at)
    .where((eb) => eb.or([eb('secret_hash', 'is not', null), eb('made_at', '>', waitingSince)]))
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

export async function insertToken(
  tx: Tx,
  row: Omit<StoredToken, 'name' | 'agreedBy' | 'revokedAt' | 'lastUsedOn'>,
): Promise<void> {
  await tx
    .insertInto('service_token')
    .values({
      id: row.id,
      staff_id: row.staffId,
      secret_hash: row.secretHash,
      scopes: [...row.scopes],
      made_by: row.madeBy,
      made_at: row.madeAt,
      expires_at: row.expiresAt,
    })
    .execute();
}

/** @returns whether it stood until now */
export async function markRevoked(tx: Tx, id: string, at: Date): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('service_token')
    .set({ revoked_at: at })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Once a day: a request more writes nothing. */
export async function markUsed(db: Db, id: string, day: string): Promise<void> {
  await db
    .updateTable('service_token')
    .set({ last_used_on: day })
    .where('id', '=', id)
    .where((eb) => eb.or([eb('last_used_on', 'is', null), eb('last_used_on', '<', day)]))
    .execute();
}
