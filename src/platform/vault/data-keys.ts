/**
 * Data keys: made for a record and an organization, wrapped by the key service, opened when a field needs them, and kept open for five
 * minutes at most, so that a response that is going on can be read when the key service falls silent. Source: security.md 8, 27.
 */
import { randomBytes } from 'node:crypto';
import type { Db, Tx } from '../database/connect.ts';
import { newId } from '../ids.ts';
import type { Log } from '../log.ts';
import { Refusal } from '../refusal.ts';
import { type IntakeSeal, sealedToIntake } from './intake-seal.ts';
import { KeyFault, type KeyPlace, type KeyService, type KnownKey } from './key-service.ts';
import {
  insertKey,
  type KeyOwner,
  readKeys,
  readLastKeys,
  readNewestKey,
  type StoredKey,
  writeWrapped,
} from './store.ts';

const keyBytes = 32;
/** More than there are chats at once: each message is sealed under a key that is open. */
const openLimit = 5_000;
const openMilliseconds = 5 * 60_000;

/** A data key that is open. */
export interface OpenKey extends KeyOwner {
  readonly version: number;
  readonly bytes: Buffer;
}

/** Where a wrapped data key belongs. */
export const placeOfKey = (
  key: Pick<StoredKey, 'id' | 'organization_id' | 'record_id' | 'version'>,
): KeyPlace => ({
  recordId: key.record_id,
  words: JSON.stringify(['data-key', key.id, key.organization_id, key.record_id, key.version]),
});

const nameOf = ({ organizationId, recordId }: KeyOwner): string => `${organizationId}/${recordId}`;

const away = () =>
  new Refusal(
    'keys-away',
    503,
    'This cannot be opened just now',
    'The service that keeps the keys does not answer. Nothing is lost. Reports still come in. Try again in a minute.',
  );
const damaged = () =>
  new Refusal(
    'record-damaged',
    500,
    'This cannot be opened',
    'What is stored is not what was written, or its key is another one. Everything else can still be read. Ask whoever runs this instance; they find the record in the log.',
  );
const destroyed = () =>
  new Refusal(
    'record-destroyed',
    410,
    'This was destroyed',
    'Its keys were destroyed on purpose. Nobody can open it any more.',
  );

/** More than one: a row may have been changed by somebody. */
const knownLimit = 3;

/** Data keys that the master keys of this place wrapped, the newest. */
export async function readKnownKeys(db: Db): Promise<KnownKey[]> {
  return (await readLastKeys(db, knownLimit, sealedToIntake)).flatMap((key) =>
    key.wrapped
      ? [{ wrapped: { version: key.master_key_version, bytes: key.wrapped }, place: placeOfKey(key) }]
      : [],
  );
}

export interface DataKeys {
  /** A new key, to be stored in the same transaction as what it seals. */
  make(owner: KeyOwner, version: number, now: Date): Promise<{ row: StoredKey; key: OpenKey }>;
  /**
   * The key under which an owner's fields are sealed now; made where there is none.
   * @param known the newest that is stored, where it has just been read @throws Refusal keys-away, record-destroyed
   */
  current(
    db: Db,
    owner: KeyOwner,
    now: Date,
    how?: { readonly lasting?: boolean; readonly known?: StoredKey | undefined },
  ): Promise<OpenKey>;
  /** @throws Refusal keys-away, record-damaged, record-destroyed */
  open(stored: StoredKey): Promise<OpenKey>;
  /** Wraps under the master key what was sealed while it was away. @throws KeyFault where it still is */
  settle(tx: Tx, recordId: string): Promise<void>;
  /** What to say where a field does not open; the log is told which one, by ids. */
  broken(
    cell: { readonly table: string; readonly column: string; readonly row: string },
    owner: KeyOwner,
  ): Refusal;
}

/**
 * @param elapsed milliseconds that only ever grow
 * @param intake takes new keys while the service is away; without it nothing can be written then
 */
export function openDataKeys(
  service: KeyService,
  log: Log,
  elapsed: () => number = () => performance.now(),
  intake?: IntakeSeal,
): DataKeys {
  const kept = new Map<string, { readonly bytes: Promise<Buffer>; readonly until: number }>();
  /** Keys that this process made while the service was away: they go on sealing, and open nothing. By their owner's name. */
  const madeWhileAway = new Map<
    string,
    { readonly id: string; readonly key: OpenKey; readonly until: number }
  >();

  /** A key that is still open, at the end of the line of those to be dropped. */
  function keptOpen(stored: StoredKey): Promise<Buffer> | undefined {
    const found = kept.get(stored.id);
    kept.delete(stored.id);
    if (!found || found.until <= elapsed()) return undefined;
    kept.set(stored.id, found);
    return found.bytes;
  }

  function keep(id: string, bytes: Promise<Buffer>): void {
    kept.set(id, { bytes, until: elapsed() + openMilliseconds });
    for (const oldest of kept.keys()) {
      if (kept.size <= openLimit) break;
      kept.delete(oldest);
    }
  }

  const unwrap = (stored: StoredKey, wrapped: Buffer): Promise<Buffer> =>
    stored.master_key_version === sealedToIntake && intake
      ? intake.open(wrapped, placeOfKey(stored))
      : service.unwrap({ version: stored.master_key_version, bytes: wrapped }, placeOfKey(stored));

  const openKey = (stored: StoredKey, bytes: Buffer): OpenKey => ({
    organizationId: stored.organization_id,
    recordId: stored.record_id,
    version: stored.version,
    bytes,
  });

  const keys: DataKeys = {
    make: async (owner, version, now) => {
      const bytes = randomBytes(keyBytes);
      const place = {
        id: newId(now),
        organization_id: owner.organizationId,
        record_id: owner.recordId,
        version,
      };
      const wrapped = await service.wrap(bytes, placeOfKey(place)).catch((error: unknown) => {
        if (!(error instanceof KeyFault)) throw error;
        if (error.kind === 'away' && intake)
          return { version: sealedToIntake, bytes: intake.seal(bytes, placeOfKey(place)) };
        throw error.kind === 'forgotten' ? destroyed() : away();
      });
      const row = { ...place, wrapped: wrapped.bytes, master_key_version: wrapped.version };
      return { row, key: openKey(row, bytes) };
    },
    current: async (db, owner, now, { lasting = false, known } = {}) => {
      const newest = known ?? (await readNewestKey(db, owner));
      if (newest) {
        const open = await keys.open(newest).catch((error: unknown) => {
          // What is written now must not wait for the old key: it gets one of its own.
          if (lasting || !intake || !(error instanceof Refusal && error.code === 'keys-away')) throw error;
          return undefined;
        });
        if (open) return open;
        const own = madeWhileAway.get(nameOf(owner));
        if (own?.id === newest.id && own.until > elapsed()) return own.key;
        const next = await keys.make(owner, newest.version + 1, now);
        if (await insertKey(db, next.row, now)) {
          if (madeWhileAway.size >= openLimit) madeWhileAway.clear();
          if (!db.isTransaction)
            madeWhileAway.set(nameOf(owner), {
              id: next.row.id,
              key: next.key,
              until: elapsed() + openMilliseconds,
            });
          return next.key;
        }
        throw away();
      }
      const made = await keys.make(owner, 1, now);
      if (await insertKey(db, made.row, now)) return made.key;
      // Somebody else made it at the same moment: theirs is the key.
      const theirs = await readNewestKey(db, owner);
      if (!theirs) throw new Error('a data key was stored by somebody else and is gone');
      return keys.open(theirs);
    },
    open: async (stored) => {
      if (!stored.wrapped) throw destroyed();
      const before = keptOpen(stored);
      if (before) return openKey(stored, await before);
      const bytes = unwrap(stored, stored.wrapped);
      keep(stored.id, bytes);
      try {
        return openKey(stored, await bytes);
      } catch (error) {
        kept.delete(stored.id);
        if (!(error instanceof KeyFault)) throw error;
        log.error('a data key did not open', {
          dataKeyId: stored.id,
          recordId: stored.record_id,
          masterKeyVersion: stored.master_key_version,
          fault: error.kind,
        });
        throw error.kind === 'away' ? away() : error.kind === 'forgotten' ? destroyed() : damaged();
      }
    },
    settle: async (tx, recordId) => {
      for (const stored of await readKeys(tx, [recordId])) {
        if (!stored.wrapped || stored.master_key_version !== sealedToIntake) continue;
        const wrapped = await service.wrap(await unwrap(stored, stored.wrapped), placeOfKey(stored));
        await writeWrapped(tx, stored.id, wrapped.bytes, wrapped.version);
      }
    },
    broken: (cell, owner) => {
      log.error('a sealed field did not open', { ...cell, recordId: owner.recordId });
      return damaged();
    },
  };
  return keys;
}
