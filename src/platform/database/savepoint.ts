/** A step of a transaction that may fail without ending it. */
import { sql } from 'kysely';
import { type Db, type Tx, transaction } from './connect.ts';

/**
 * Does the work so that, when it fails, what the transaction did before stands and it can go on. Outside a transaction it is one
 * of its own. @throws whatever the work throws
 */
export async function inSavepoint<T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> {
  if (!db.isTransaction) return transaction(db, work);
  await sql`savepoint step`.execute(db);
  try {
    const result = await work(db as Tx);
    await sql`release savepoint step`.execute(db);
    return result;
  } catch (error) {
    await sql`rollback to savepoint step`.execute(db);
    throw error;
  }
}
