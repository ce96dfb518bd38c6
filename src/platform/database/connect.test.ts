/** Connections arrive in their name, whatever else their address asks for; where they do not, nothing starts. */
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { assertSafe, openDatabases } from '../index.ts';

let opened: TestDatabase;
beforeAll(async () => {
  opened = await openTestDatabase();
});
afterAll(() => opened.close());

describe('the pools', () => {
  it('have their name also where the address has options of its own, and keep those', async () => {
    const databases = openDatabases(`${opened.url}?options=${encodeURIComponent('-c work_mem=5MB')}`);
    try {
      for (const [purpose, scope] of [
        ['intake', 'intake'],
        ['paging', 'system'],
        ['staff', 'door'],
      ] as const) {
        const { rows } = await sql<{ scope: string; memory: string }>`
          select current_setting('alight.scope') as scope, current_setting('work_mem') as memory`.execute(
          databases[purpose],
        );
        expect(rows).toEqual([{ scope, memory: '5MB' }]);
      }
      await expect(assertSafe(databases)).resolves.toBeUndefined();
    } finally {
      await databases.close();
    }
  });

  it('plan a marked statement once, and see the rows of another name all the same when the scope changes', async () => {
    const asked = (text: string) =>
      opened.db.connection().execute(async (one) => {
        const ask = () =>
          sql<{
            said: string;
            scope: string;
          }>`/* once: test-words */ select ${text}::text as said, current_setting('alight.scope') as scope`.execute(
            one,
          );
        const first = (await ask()).rows;
        await sql`set alight.scope = 'auditor'`.execute(one);
        const second = (await ask()).rows;
        await sql`set alight.scope = 'system'`.execute(one);
        const planned = await sql<{ name: string }>`select name from pg_prepared_statements`.execute(one);
        return { first, second, names: planned.rows.map(({ name }) => name) };
      });
    expect(await asked('a')).toEqual({
      first: [{ said: 'a', scope: 'system' }],
      second: [{ said: 'a', scope: 'auditor' }],
      names: ['test-words'],
    });
  });

  it('are refused when one has lost its name on the way: an empty queue must not pass for a quiet one', async () => {
    const databases = openDatabases(opened.url);
    try {
      const { intake, paging, staff } = databases;
      await expect(assertSafe({ intake: paging, paging, staff })).rejects.toThrow(
        /connections for intake arrive without their setting/,
      );
      await expect(assertSafe({ intake, paging, staff: intake })).rejects.toThrow(/connections for staff/);
    } finally {
      await databases.close();
    }
  });

  it('are refused to a superuser, who sees every row', async () => {
    const databases = openDatabases(opened.cluster.migratorUrl(opened.name));
    try {
      await expect(assertSafe(databases)).rejects.toThrow(/must name the role alight_app/);
    } finally {
      await databases.close();
    }
  });
});
