/**
 * Seals a document so that only its own key opens it, and only in its own place: what was moved to another row or column does not
 * open. The key is random, and is stored sealed by one that is not in the database.
 */
import { randomBytes } from 'node:crypto';
import { openBytes, sealBytes } from '../../platform/index.ts';

const keyBytes = 32;

/** Seals and opens under one key; `place` is bound to the sealed bytes. */
export interface Seal {
  seal(place: string, plain: Uint8Array): Buffer;
  /** @throws Error where the bytes were changed, moved, or sealed under another key */
  open(place: string, sealed: Uint8Array): Buffer;
}

const sealUnder = (key: Uint8Array): Seal => ({
  seal: (place, plain) => sealBytes(key, place, plain),
  open: (place, sealed) => openBytes(key, place, sealed),
});

const placeOfKey = (id: string) => `attachment/${id}/key`;

/** Makes a key for one attachment. @returns its seal, and the key sealed by the outer one */
export function newSeal(outer: Uint8Array, id: string): { seal: Seal; sealedKey: Buffer } {
  const key = randomBytes(keyBytes);
  return { seal: sealUnder(key), sealedKey: sealBytes(outer, placeOfKey(id), key) };
}

/** The seal of an attachment that is stored. @throws Error where the outer key is another one */
export const storedSeal = (outer: Uint8Array, id: string, sealedKey: Uint8Array): Seal =>
  sealUnder(openBytes(outer, placeOfKey(id), sealedKey));
