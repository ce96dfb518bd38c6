/**
 * Seals bytes so that only this attachment's own key opens them, and only in their own place: what was moved to another row or
 * column does not open. The key is random, and is stored sealed by one that is not in the database.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;

/** Seals and opens under one key; `place` is bound to the sealed bytes. */
export interface Seal {
  seal(place: string, plain: Uint8Array): Buffer;
  /** @throws Error where the bytes were changed, moved, or sealed under another key */
  open(place: string, sealed: Uint8Array): Buffer;
}

function sealUnder(key: Uint8Array): Seal {
  return {
    seal: (place, plain) => {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes });
      cipher.setAAD(Buffer.from(place));
      return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
    },
    open: (place, sealed) => {
      const bytes = Buffer.from(sealed);
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceBytes), {
        authTagLength: tagBytes,
      });
      decipher.setAAD(Buffer.from(place));
      decipher.setAuthTag(bytes.subarray(-tagBytes));
      return Buffer.concat([decipher.update(bytes.subarray(nonceBytes, -tagBytes)), decipher.final()]);
    },
  };
}

/** Makes a key for one attachment. @returns its seal, and the key sealed by the outer one */
export function newSeal(outer: Uint8Array, id: string): { seal: Seal; sealedKey: Buffer } {
  const key = randomBytes(keyBytes);
  return { seal: sealUnder(key), sealedKey: sealUnder(outer).seal(`attachment/${id}/key`, key) };
}

/** The seal of an attachment that is stored. @throws Error where the outer key is another one */
export const storedSeal = (outer: Uint8Array, id: string, sealedKey: Uint8Array): Seal =>
  sealUnder(sealUnder(outer).open(`attachment/${id}/key`, sealedKey));
