/** In whose name a transaction runs ends with the transaction, also on the same connection. */
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { type Db, inScope, operatorOrganizationId } from '../index.ts';

let opened: TestDatabase;
beforeAll(async () => {
  opened = await openTestDatabase();
});
afterAll(() => opened.close());

const scopeNow = async (db: Db) => {
  const { rows } = await sql<{ organization: string | null }>`
    select nullif(current_setting('alight.organization', true), '') as organization`.execute(db);
  return rows[0]?.organization ?? null;
};

describe('a scope', () => {
  const scope = {
    kind: 'member',
    organizationId: operatorOrganizationId,
    personId: operatorOrganizationId,
  } as const;

  it('holds in its transaction and is gone after it, on the same connection', async () => {
    await opened.db.connection().execute(async (one) => {
      expect(await inScope(one, scope, (tx) => scopeNow(tx))).toBe(operatorOrganizationId);
      expect(await scopeNow(one)).toBeNull();
    });
  });

  it('is gone after a transaction that failed', async () => {
    await opened.db.connection().execute(async (one) => {
      const failed = inScope(one, scope, async () => {
        throw new Error('no');
      });
      await expect(failed).rejects.toThrow('no');
      expect(await scopeNow(one)).toBeNull();
    });
  });
});
