/**
 * Finding equal values without reading them: a value becomes a short keyed hash, and equal hashes are looked up. The key is another
 * one for each organization and each column, so that two organizations' indexes, or a number and a word, never join. The hash is cut
 * short: what is found is opened and compared before it counts. Source: security.md 9.
 */
import { createHmac, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';

/** Long enough that a false find is rare among billions of entries, short enough that the entry alone is no fingerprint of the key. */
export const termBytes = 8;
const keyBytes = 32;

export interface BlindIndex {
  /** The entry of a value that has been brought into its one form. @param column what kind of value: `phone`, `word` */
  term(organizationId: string, column: string, value: string): Buffer;
}

/** @param secret 32 bytes or more, kept outside the database @throws Error when it is shorter */
export function openBlindIndex(secret: Buffer): BlindIndex {
  if (secret.length < keyBytes) throw new Error(`the secret of a blind index has ${keyBytes} bytes or more`);
  const keys = new Map<string, KeyObject>();
  const keyOf = (organizationId: string, column: string): KeyObject => {
    const name = `${organizationId} ${column}`;
    const known = keys.get(name);
    if (known) return known;
    const derived = hkdfSync('sha256', secret, organizationId, `alight blind index 1 ${column}`, keyBytes);
    const key = createSecretKey(Buffer.from(derived));
    if (keys.size >= 1_000) keys.clear();
    keys.set(name, key);
    return key;
  };
  return {
    term: (organizationId, column, value) =>
      createHmac('sha256', keyOf(organizationId, column)).update(value).digest().subarray(0, termBytes),
  };
}
