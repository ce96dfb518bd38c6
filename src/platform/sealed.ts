/**
 * Bytes that only one key opens, and only in the place they were sealed for: AES-256-GCM (NIST SP 800-38D) with a random nonce, the
 * place as additional data. What was changed, moved or sealed under another key does not open.
 *
 * A key goes in as a key object: bytes are looked at by slow ways in Node 24, three times as long as the cipher takes.
 */
import { createCipheriv, createDecipheriv, createSecretKey, randomBytes } from 'node:crypto';

const nonceBytes = 12;
const tagBytes = 16;

/** @param key 32 bytes @param place where the bytes belong, such as a table, a row and a column @returns nonce, ciphertext and tag */
export function sealBytes(key: Uint8Array, place: string, plain: Uint8Array): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', createSecretKey(key), nonce, { authTagLength: tagBytes });
  cipher.setAAD(Buffer.from(place));
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** What `sealBytes` sealed. @throws Error where the bytes were changed, moved, cut short, or sealed under another key */
export function openBytes(key: Uint8Array, place: string, sealed: Uint8Array): Buffer {
  const bytes = Buffer.from(sealed);
  const decipher = createDecipheriv('aes-256-gcm', createSecretKey(key), bytes.subarray(0, nonceBytes), {
    authTagLength: tagBytes,
  });
  decipher.setAAD(Buffer.from(place));
  decipher.setAuthTag(bytes.subarray(-tagBytes));
  return Buffer.concat([decipher.update(bytes.subarray(nonceBytes, -tagBytes)), decipher.final()]);
}
