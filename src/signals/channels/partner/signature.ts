/**
 * Who sends, and that nobody changed it on the way: signed as Standard Webhooks 1.0.0 has it. The secret of a key is derived from its
 * id under a key outside the database, so the database holds nothing that signs. Source: security.md 23, docs/decisions/0020.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { Webhook } from 'standardwebhooks';

export const toleranceSeconds = 5 * 60;
const signatureLimit = 10;
const headerLimitCharacters = 1_000;

export type Mode = 'live' | 'sandbox';

/** Gives the secret of a key. */
export type SecretOf = (keyId: string) => string;

/** @param key 32 bytes or more, from the file that the codes come from */
export const openPartnerSecrets =
  (key: Buffer): SecretOf =>
  (keyId) =>
    `whsec_${createHmac('sha256', key).update(`partner-key\0${keyId}`).digest('base64')}`;

const nameShape =
  /^alight_(live|sandbox)_([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/;
const idShape = /^[\w-]{8,80}$/;
const timestampShape = /^\d{1,11}$/;

/** How a key is named in the header: its mode stands in front, so that nobody mistakes one for the other. */
export const keyName = (id: string, mode: Mode): string => `alight_${mode}_${id.replaceAll('-', '')}`;

/** The headers of a signed report as they were sent. */
export interface SignedHeaders {
  readonly keyId: string;
  readonly mode: Mode;
  /** Stays the same when the sender repeats itself. */
  readonly messageId: string;
  readonly sentAt: Date;
  readonly signatures: readonly string[];
}

/** The four headers, or the name of the first that is not as it must be. */
export function readSignedHeaders(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): SignedHeaders | { readonly missing: string } {
  const one = (name: string) => {
    const value = headers[name];
    return typeof value === 'string' && value.length <= headerLimitCharacters ? value : '';
  };
  const named = nameShape.exec(one('alight-key'));
  if (!named) return { missing: 'Alight-Key' };
  const messageId = one('webhook-id');
  if (!idShape.test(messageId)) return { missing: 'webhook-id' };
  const timestamp = one('webhook-timestamp');
  if (!timestampShape.test(timestamp)) return { missing: 'webhook-timestamp' };
  const signatures = one('webhook-signature')
    .split(' ')
    .filter((signature) => signature.startsWith('v1,'))
    .slice(0, signatureLimit);
  if (signatures.length === 0) return { missing: 'webhook-signature' };
  return {
    keyId: named.slice(2, 7).join('-'),
    mode: named[1] as Mode,
    messageId,
    sentAt: new Date(Number(timestamp) * 1000),
    signatures,
  };
}

/** Whether one of the signatures is that of this body. Constant time for each. */
export function isSigned(secret: string, signed: SignedHeaders, body: Buffer): boolean {
  const expected = Buffer.from(new Webhook(secret).sign(signed.messageId, signed.sentAt, body));
  return signed.signatures.some((signature) => {
    const given = Buffer.from(signature);
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}

/** How far the sender's clock is off, in seconds; positive when it is ahead. */
export const clockOffSeconds = (sentAt: Date, now: Date): number =>
  Math.round((sentAt.getTime() - now.getTime()) / 1000);
