/** How often the password path failed, and which codes were used. Names and codes are here under a key only. */
import { sql } from 'kysely';
import { inAuth } from './store-connect.ts';
import type { AuthTx } from './tables.ts';

export interface Tries {
  readonly failures: number;
  readonly lastAt: Date;
}

export async function triesOf(db: AuthTx, nameMac: Buffer): Promise<Tries | undefined> {
  const row = await inAuth(db)
    .selectFrom('password_path')
    .select(['failures', 'last_at'])
    .where('name_mac', '=', nameMac)
    .executeTakeFirst();
  return row && { failures: row.failures, lastAt: row.last_at };
}

/**
 * Counts a try before it is looked at, so that many at once cost as much as one after the other.
 * @param seen how many failures were there when the wait was judged; somebody who counted in between is refused
 * @returns whether this one may be looked at
 */
export async function countTry(
  db: AuthTx,
  { nameMac, seen }: { nameMac: Buffer; seen: number },
  at: Date,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await inAuth(db)
    .insertInto('password_path')
    .values({ name_mac: nameMac, failures: 1, last_at: at })
    .onConflict((conflict) =>
      conflict
        .column('name_mac')
        .doUpdateSet({
          failures: sql<number>`least(password_path.failures + 1, 1000000)`,
          last_at: at,
        })
        .where('password_path.failures', '=', seen),
    )
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/**
 * The wait after so many failures is about to be told.
 * @returns whether nobody told it yet: of all tries that one wait refuses, one is told
 */
export async function claimTelling(db: AuthTx, nameMac: Buffer, failures: number): Promise<boolean> {
  const { numUpdatedRows } = await inAuth(db)
    .updateTable('password_path')
    .set({ told_failures: failures })
    .where('name_mac', '=', nameMac)
    .where('failures', '=', failures)
    .where('told_failures', 'is distinct from', failures)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export async function forgetTries(db: AuthTx, nameMac: Buffer): Promise<void> {
  await inAuth(db).deleteFrom('password_path').where('name_mac', '=', nameMac).execute();
}

/** Marks a code as used. @returns whether nobody had used it yet */
export async function spendCode(db: AuthTx, codeMac: Buffer, at: Date): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await inAuth(db)
    .insertInto('code_used')
    .values({ code_mac: codeMac, used_at: at })
    .onConflict((conflict) => conflict.column('code_mac').doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}
