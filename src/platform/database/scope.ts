/**
 * In whose name a transaction reads and writes. Row-level security (database/policies.sql) looks at these settings and at nothing
 * else. They live for one transaction (`set local`), so a connection that goes back to its pool remembers nobody.
 */
import { sql } from 'kysely';
import { type Db, type Tx, transaction } from './connect.ts';

/** The organization that runs this instance: the same id in every instance, so that keys and policies can name it. */
export const operatorOrganizationId = '01900000-0000-7000-8000-0000000000a1';

/**
 * Who reads and writes.
 * - `hotline`: the operator's advocates, supervisors and administrators
 * - `member`: somebody of another organization, who sees what was told to that organization
 * - `auditor`: who may see that things happened, never what was said
 */
export interface Scope {
  readonly kind: 'hotline' | 'member' | 'auditor';
  readonly organizationId: string;
  readonly personId: string;
}

/** One transaction in somebody's name. Everything in it becomes durable together, or nothing does. */
export function inScope<T>(db: Db, scope: Scope, work: (tx: Tx) => Promise<T>): Promise<T> {
  return transaction(db, async (tx) => {
    await sql`/* ahead */ select set_config('alight.scope', ${scope.kind}, true),
      set_config('alight.organization', ${scope.organizationId}, true),
      set_config('alight.person', ${scope.personId}, true)`.execute(tx);
    return work(tx);
  });
}
