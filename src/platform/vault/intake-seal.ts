/**
 * Where a new data key goes while the key service does not answer: it is sealed to a public key (ECDH on P-256, HKDF-SHA-256,
 * AES-256-GCM), so that reports go on coming in. What opens it is itself wrapped by the key service: nothing opens before that is
 * back. Source: security.md 27; NIST SP 800-56A, RFC 5869.
 */

import { createECDH, hkdfSync } from 'node:crypto';
import { access, readFile } from 'node:fs/promises';
import { z } from 'zod';
import { openBytes, sealBytes } from '../sealed.ts';
import { readOrMakeSecret } from '../secret-file.ts';
import { KeyFault, type KeyPlace, type KeyService, type KnownKey } from './key-service.ts';

const curve = 'prime256v1';
const pointBytes = 65;
const format = 'alight intake key 1';
/** No report has this id: nothing that is forgotten takes the intake key with it. */
const place: KeyPlace = { recordId: '00000000-0000-7000-8000-000000000001', words: 'intake-key' };

const base64 = z.base64().transform((text) => Buffer.from(text, 'base64'));
const shape = z.object({
  format: z.literal(format),
  public: base64,
  wrapped: z.object({ version: z.number().int(), bytes: base64 }),
});

/** The master key version that stands for "sealed to the intake key". */
export const sealedToIntake = 0;

export interface IntakeSeal {
  seal(dataKey: Uint8Array, place: KeyPlace): Buffer;
  /** @throws KeyFault `away`, `refused` */
  open(sealed: Uint8Array, place: KeyPlace): Promise<Buffer>;
}

const keyOf = (secret: Buffer, point: Buffer): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, point, 'alight intake seal 1', 32));

async function freshPair(service: KeyService): Promise<string> {
  const pair = createECDH(curve);
  const publicKey = pair.generateKeys();
  const wrapped = await service.wrap(pair.getPrivateKey(), place);
  return JSON.stringify({
    format,
    public: publicKey.toString('base64'),
    wrapped: { version: wrapped.version, bytes: wrapped.bytes.toString('base64') },
  });
}

/** The pair that is in the file, as the master keys wrapped it; undefined where there is none, or it cannot be read as one. */
export async function readIntakeKey(file: string): Promise<KnownKey | undefined> {
  try {
    const { wrapped } = shape.parse(JSON.parse(await readFile(file, 'utf8')));
    return { wrapped, place };
  } catch {
    return undefined;
  }
}

/** Reads the file, or makes it while the key service answers. @throws KeyFault `away` where it must be made and cannot */
export async function openIntakeSeal(file: string, service: KeyService): Promise<IntakeSeal> {
  // A pair that is there needs no service: a restart while the keys are away must not keep reports out.
  const isThere = await access(file).then(
    () => true,
    () => false,
  );
  const fresh = isThere ? '' : await freshPair(service);
  const held = shape.parse(JSON.parse(await readOrMakeSecret(file, () => fresh)));
  return {
    seal: (dataKey, at) => {
      const once = createECDH(curve);
      const point = once.generateKeys();
      return Buffer.concat([
        point,
        sealBytes(keyOf(once.computeSecret(held.public), point), at.words, dataKey),
      ]);
    },
    open: async (sealed, at) => {
      const own = createECDH(curve);
      own.setPrivateKey(await service.unwrap(held.wrapped, place));
      const point = Buffer.from(sealed).subarray(0, pointBytes);
      try {
        return openBytes(keyOf(own.computeSecret(point), point), at.words, sealed.subarray(pointBytes));
      } catch (error) {
        throw new KeyFault('refused', error);
      }
    },
  };
}
