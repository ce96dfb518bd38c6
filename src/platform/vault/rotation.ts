/** Wraps every data key anew under the master key of now, a few at a time: cut short, it goes on where it was. Source: security.md 10. */
import { type Db, transaction } from '../database/connect.ts';
import { placeOfKey } from './data-keys.ts';
import { type IntakeSeal, sealedToIntake } from './intake-seal.ts';
import { KeyFault, type KeyService } from './key-service.ts';
import { readKeysToRewrap, type StoredKey, writeWrapped } from './store.ts';

const nobody = '00000000-0000-0000-0000-000000000000';

/**
 * No field is rewritten: only the keys are, each batch in a transaction of its own.
 * @param options `batch`: how many at a time; `report` hears how many are done
 * @returns how many were wrapped anew, and the ids of keys that do not open: they stay as they are, and stop no other
 * @throws KeyFault where the service is away; what was done before stays done
 */
export async function rewrapKeys(
  db: Db,
  service: KeyService,
  options: {
    readonly batch: number;
    readonly report?: (done: number) => void;
    readonly intake?: IntakeSeal;
  },
): Promise<{ done: number; broken: string[] }> {
  const masterKeyVersion = await service.keyId();
  let after = nobody;
  const broken: string[] = [];
  let done = 0;
  for (;;) {
    const last = await transaction(db, async (tx) => {
      const keys = await readKeysToRewrap(tx, { masterKeyVersion, after, limit: options.batch });
      for (const key of keys) {
        if (!key.wrapped) continue;
        const bytes = await unwrapped(service, key, key.wrapped, options.intake);
        if (!bytes) {
          broken.push(key.id);
          continue;
        }
        const wrapped = await service.wrap(bytes, placeOfKey(key));
        await writeWrapped(tx, key.id, wrapped.bytes, wrapped.version);
        done++;
      }
      return keys.at(-1)?.id;
    });
    if (last === undefined) return { done, broken };
    options.report?.(done);
    after = last;
  }
}

/** Undefined where it was changed, or its master key is not there. */
async function unwrapped(
  service: KeyService,
  key: StoredKey,
  wrapped: Buffer,
  intake: IntakeSeal | undefined,
): Promise<Buffer | undefined> {
  try {
    if (key.master_key_version === sealedToIntake && intake)
      return await intake.open(wrapped, placeOfKey(key));
    return await service.unwrap({ version: key.master_key_version, bytes: wrapped }, placeOfKey(key));
  } catch (error) {
    if (error instanceof KeyFault && error.kind !== 'away') return undefined;
    throw error;
  }
}
