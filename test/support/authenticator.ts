/**
 * An authenticator in software: it makes P-256 keys, and signs what a browser would hand it (WebAuthn Level 3, 6). It does what it is
 * told, so a test can also have it do what an honest device would not.
 */
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

const flagPresent = 0x01;
const flagVerified = 0x04;
const flagAttested = 0x40;

const sha256 = (bytes: string | Uint8Array): Buffer => createHash('sha256').update(bytes).digest();

/** The few shapes of CBOR (RFC 8949) that an attestation needs. */
function cbor(value: unknown): Buffer {
  const head = (major: number, size: number): Buffer => {
    if (size < 24) return Buffer.from([(major << 5) | size]);
    if (size < 256) return Buffer.from([(major << 5) | 24, size]);
    return Buffer.from([(major << 5) | 25, size >> 8, size & 255]);
  };
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === 'string')
    return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (value instanceof Uint8Array) return Buffer.concat([head(2, value.length), value]);
  if (value instanceof Map)
    return Buffer.concat([
      head(5, value.size),
      ...[...value].flatMap(([key, entry]) => [cbor(key), cbor(entry)]),
    ]);
  throw new Error('no such shape');
}

export interface Misbehaviour {
  /** The device did not check who holds it. */
  readonly unverified?: boolean;
  /** The page is at another origin. */
  readonly origin?: string;
  /** Signed with another key. */
  readonly foreignKey?: boolean;
}

export interface Authenticator {
  create(options: { challenge: string; rp: { id?: string } }, how?: Misbehaviour): object;
  get(options: { challenge: string; rpId?: string }, how?: Misbehaviour): object;
}

/** A device that holds at most one passkey. */
export function openAuthenticator(origin: string): Authenticator {
  const credentialId = randomBytes(16);
  const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  let counter = 0;
  const clientData = (type: string, challenge: string, how: Misbehaviour) =>
    Buffer.from(JSON.stringify({ type, challenge, origin: how.origin ?? origin, crossOrigin: false }));
  const authenticatorData = (rpId: string, attested: Buffer | undefined, how: Misbehaviour) => {
    const flags =
      flagPresent | (how.unverified ? 0 : flagVerified) | (attested === undefined ? 0 : flagAttested);
    const count = Buffer.alloc(4);
    count.writeUInt32BE(++counter);
    return Buffer.concat([sha256(rpId), Buffer.from([flags]), count, attested ?? Buffer.alloc(0)]);
  };
  const answer = (response: object) => ({
    id: credentialId.toString('base64url'),
    rawId: credentialId.toString('base64url'),
    type: 'public-key',
    clientExtensionResults: {},
    response,
  });
  return {
    create: ({ challenge, rp }, how = {}) => {
      const { x, y } = keys.publicKey.export({ format: 'jwk' });
      // COSE_Key (RFC 9053): EC2, ES256, P-256.
      const publicKey = cbor(
        new Map<number, unknown>([
          [1, 2],
          [3, -7],
          [-1, 1],
          [-2, Buffer.from(x!, 'base64url')],
          [-3, Buffer.from(y!, 'base64url')],
        ]),
      );
      const length = Buffer.from([0, credentialId.length]);
      const attested = Buffer.concat([Buffer.alloc(16), length, credentialId, publicKey]);
      const attestation = cbor(
        new Map<string, unknown>([
          ['fmt', 'none'],
          ['attStmt', new Map()],
          ['authData', authenticatorData(rp.id ?? '', attested, how)],
        ]),
      );
      return answer({
        clientDataJSON: clientData('webauthn.create', challenge, how).toString('base64url'),
        attestationObject: attestation.toString('base64url'),
        transports: ['internal'],
      });
    },
    get: ({ challenge, rpId }, how = {}) => {
      const client = clientData('webauthn.get', challenge, how);
      const data = authenticatorData(rpId ?? '', undefined, how);
      const key: KeyObject = how.foreignKey
        ? generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
        : keys.privateKey;
      return answer({
        clientDataJSON: client.toString('base64url'),
        authenticatorData: data.toString('base64url'),
        signature: sign('sha256', Buffer.concat([data, sha256(client)]), key).toString('base64url'),
      });
    },
  };
}
