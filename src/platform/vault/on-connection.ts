/** A connection carries the vault that opens what is read through it: every store has its connection, and so its vault. */
import type { KyselyPlugin } from 'kysely';
import type { Db } from '../database/connect.ts';
import type { DataKeys } from './data-keys.ts';

/** Changes no query and no result; transactions inherit it. */
class VaultOnConnection implements KyselyPlugin {
  readonly keys: DataKeys;
  constructor(keys: DataKeys) {
    this.keys = keys;
  }
  transformQuery({ node }: Parameters<KyselyPlugin['transformQuery']>[0]) {
    return node;
  }
  async transformResult({ result }: Parameters<KyselyPlugin['transformResult']>[0]) {
    return result;
  }
}

/** For `openDatabases`: its connections carry these keys. */
export const carrying =
  (keys: DataKeys) =>
  (db: Db): Db =>
    db.withPlugin(new VaultOnConnection(keys));

/** @throws Error where a connection was opened without a vault */
export function keysOf(db: Db): DataKeys {
  const found = db.getExecutor().plugins.find((plugin) => plugin instanceof VaultOnConnection);
  if (!found)
    throw new Error(
      'this connection was opened without a vault: it reads and writes no field that is sealed',
    );
  return found.keys;
}
