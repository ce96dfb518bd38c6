/** The key with which checkpoints are signed: Ed25519, in a file outside the database, made when there is none. */
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import { readOrMakeSecret } from '../platform/index.ts';
import type { Base64, Sha256 } from './core/index.ts';

export const sha256: Sha256 = (...parts) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

export const base64: Base64 = {
  encode: (bytes) => Buffer.from(bytes).toString('base64'),
  decode: (text) => {
    const bytes = Buffer.from(text, 'base64');
    return bytes.toString('base64') === text ? bytes : null;
  },
};

/** Signs for a name; the name and the key together give the four bytes by which a signature is told. */
export interface NoteKey {
  readonly name: string;
  readonly keyId: Buffer;
  readonly publicKey: KeyObject;
  sign(text: string): Buffer;
  /** 32 bytes for another use on the same machine, from which the key itself cannot be found. @param use names it */
  derive(use: string): Buffer;
}

/** The algorithm byte of Ed25519 in C2SP signed-note. */
const ed25519Mark = Buffer.of(1);
const keyIdBytes = 4;
const derivedBytes = 32;

/** The 32 bytes of an Ed25519 public key. */
const rawOf = (key: KeyObject): Buffer => Buffer.from(key.export({ format: 'jwk' }).x ?? '', 'base64url');

/** C2SP signed-note: SHA-256(name ‖ newline ‖ algorithm ‖ public key), its first four bytes. */
export const keyIdOf = (name: string, publicKey: KeyObject): Buffer =>
  Buffer.from(sha256(Buffer.from(`${name}\n`), ed25519Mark, rawOf(publicKey))).subarray(0, keyIdBytes);

/** What a witness needs to check signatures: `name+keyid+base64(algorithm ‖ key)`. */
export const verifierText = ({ name, keyId, publicKey }: NoteKey): string =>
  `${name}+${keyId.toString('hex')}+${base64.encode(Buffer.concat([ed25519Mark, rawOf(publicKey)]))}`;

const rawKeyBytes = 32;
const verifierShape = /^([^\s+]{1,200})\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/;

/** Reads what `verifierText` writes. @returns null when it is none, or when its four bytes are not those of its key */
export function readVerifier(text: string): { name: string; publicKey: KeyObject } | null {
  const [, name, keyId, encoded] = verifierShape.exec(text) ?? [];
  const bytes = encoded ? base64.decode(encoded) : null;
  if (!name || bytes?.length !== rawKeyBytes + 1 || bytes[0] !== ed25519Mark[0]) return null;
  const x = Buffer.from(bytes.subarray(1)).toString('base64url');
  const publicKey = createPublicKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', x } });
  return keyIdOf(name, publicKey).toString('hex') === keyId ? { name, publicKey } : null;
}

export const isSignedBy = (publicKey: KeyObject, text: string, signature: Uint8Array): boolean =>
  verify(null, Buffer.from(text), publicKey, signature);

/** Reads the key, or makes one that only its owner can read. */
export async function loadNoteKey(file: string, name: string): Promise<NoteKey> {
  const pem = await readOrMakeSecret(file, () =>
    generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
  );
  const privateKey = createPrivateKey(pem);
  const publicKey = createPublicKey(privateKey);
  return {
    name,
    publicKey,
    keyId: keyIdOf(name, publicKey),
    sign: (text) => sign(null, Buffer.from(text), privateKey),
    derive: (use) => {
      const seed = Buffer.from(privateKey.export({ format: 'jwk' }).d ?? '', 'base64url');
      return Buffer.from(hkdfSync('sha256', seed, Buffer.alloc(0), use, derivedBytes));
    },
  };
}
