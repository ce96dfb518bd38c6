/** A signed report comes in: whose key, in time, taken in once, or rehearsed. */
import { createHmac } from 'node:crypto';
import { type Clock, type Log, newId, Refusal } from '../../../platform/index.ts';
import { digest } from '../../codes.ts';
import { canonical, dangerNotice, type Intake, keyReused, receiveSignal } from '../../commands.ts';
import { contractWindowSeconds, type Standing, standingOf, writeCode } from '../../core/index.ts';
import { signalOf } from './body.ts';
import { readReport } from './mending.ts';
import {
  clockOffSeconds,
  isSigned,
  readSignedHeaders,
  type SecretOf,
  toleranceSeconds,
} from './signature.ts';
import {
  countSince,
  dropRehearsals,
  insertRehearsal,
  markKeyUsed,
  readKey,
  type StoredKey,
} from './store-partner.ts';

export interface ReceivingDeps extends Intake {
  readonly clock: Clock;
  readonly secretOf: SecretOf;
  readonly log: Log;
}

/** A report whose sender is known. */
export interface SignedReport {
  readonly key: StoredKey;
  readonly messageId: string;
}

/** What the partner learns: that it was received, and nothing that comes after. */
export interface PartnerAnswer {
  readonly status: 'received';
  /** The same whenever this report is sent again. It opens nothing. */
  readonly receipt: string;
  /** For the person who saw it, and only when it was asked for. */
  readonly code?: string;
  readonly notice: string;
  readonly leftOut: readonly string[];
  readonly sandbox: boolean;
}

const signedWrong = (detail: string) =>
  new Refusal('signature-wrong', 401, 'The signature does not fit', detail);

/**
 * Who sends. A stranger learns nothing of a key whose secret they do not have.
 * @param raw the body to the byte @throws Refusal headers-missing, signature-wrong, key-revoked, clock-off
 */
export async function whoSends(
  deps: ReceivingDeps,
  headers: Readonly<Record<string, string | string[] | undefined>>,
  raw: Buffer,
): Promise<SignedReport> {
  const signed = readSignedHeaders(headers);
  if ('missing' in signed)
    throw new Refusal(
      'headers-missing',
      401,
      'The report is not signed as it must be',
      `The header ${signed.missing} is missing or has another form. See docs/guides/partner-api.md.`,
    );
  const key = isSigned(deps.secretOf(signed.keyId), signed, raw)
    ? await readKey(deps.db, signed.keyId)
    : undefined;
  if (key?.mode !== signed.mode) {
    deps.log.warn('partner refused', { code: 'signature-wrong', keyId: signed.keyId });
    throw signedWrong('Sign "webhook-id.webhook-timestamp.body" with the secret of the key in Alight-Key.');
  }
  const now = deps.clock.now();
  if (key.revokedAt) {
    deps.log.warn('partner refused', { code: 'key-revoked', keyId: key.id });
    throw new Refusal(
      'key-revoked',
      401,
      'This key was taken back',
      'Keep the report and do not send it again with this key. Ask whoever runs this instance for a new one.',
    );
  }
  const off = clockOffSeconds(signed.sentAt, now);
  if (Math.abs(off) > toleranceSeconds) {
    deps.log.warn('partner refused', { code: 'clock-off', keyId: key.id, seconds: off });
    throw new Refusal(
      'clock-off',
      401,
      'The time on the report is not the time here',
      `It is ${Math.abs(off)} seconds ${off > 0 ? 'ahead of' : 'behind'} us; ${toleranceSeconds} are allowed. Here it is ${now.toISOString()} (${Math.floor(now.getTime() / 1000)}). Set your clock, sign it again with that time and the same webhook-id.`,
    );
  }
  await markKeyUsed(deps.db, key.id, now.toISOString().slice(0, 10));
  return { key, messageId: signed.messageId };
}

/** A key of the partner's own: nobody else can make it, whatever they send. */
const onceFor = ({ key, messageId }: SignedReport) => `partner\0${key.partner.id}\0${messageId}`;

const rehearsalNotice = `This was a rehearsal: nobody will read it. ${dangerNotice}`;
const rehearsalLifeSeconds = 24 * 3600;
const rehearsalsDroppedAtOnce = 500;

async function rehearse(
  { db, codes }: ReceivingDeps,
  sent: SignedReport,
  body: string,
  now: Date,
): Promise<string> {
  const partnerId = sent.key.partner.id;
  const before = new Date(now.getTime() - rehearsalLifeSeconds * 1000);
  await dropRehearsals(db, partnerId, before, rehearsalsDroppedAtOnce);
  const bodyHash = codes.bodyHashOf(body);
  const keyHash = digest(`sandbox\0${onceFor(sent)}`);
  const row = { id: newId(now), partnerId, keyHash, bodyHash, at: now };
  const kept = await insertRehearsal(db, row);
  if (kept && !codes.same(kept.bodyHash, bodyHash)) throw keyReused();
  return kept?.id ?? row.id;
}

/** A number to compare and nothing else: it is found nowhere. */
function receiptOf(secret: string, id: string): string {
  const hex = createHmac('sha256', secret).update(`receipt\0${id}`).digest('hex').toUpperCase();
  return `R-${hex.slice(0, 4)}-${hex.slice(4, 8)}-${hex.slice(8, 12)}`;
}

/**
 * Takes a signed report in, or rehearses it. More than agreed is taken as well, and marked.
 * @throws Refusal employee-named, body-invalid, key-reused, safe-contact-unusable
 */
export async function takeReport(
  deps: ReceivingDeps,
  sent: SignedReport,
  body: unknown,
): Promise<PartnerAnswer & { readonly standing: Standing }> {
  const { db, codes } = deps;
  const { partner, mode, id: partnerKeyId } = sent.key;
  const sandbox = mode === 'sandbox';
  const { report, leftOut, note } = readReport(body, !sandbox);
  const now = deps.clock.now();
  const since = new Date(now.getTime() - contractWindowSeconds * 1000);
  const before = await countSince(db, partner.id, mode, since, partner.perMinute * 2);
  const standing = standingOf(before, partner.perMinute, report.danger === 'imminent');
  const said = { status: 'received', leftOut, sandbox, standing } as const;
  const input = signalOf(report, partner.feedId, note);
  if (sandbox) {
    const id = await rehearse(deps, sent, canonical(report), now);
    return {
      ...said,
      receipt: receiptOf(deps.secretOf(partner.id), id),
      notice: rehearsalNotice,
      ...(report.codeForPerson ? { code: writeCode(codes.codeOf(id)) } : {}),
    };
  }
  const taken = await receiveSignal(deps, input, undefined, now, {
    onceKey: onceFor(sent),
    body: canonical(report),
    partnerKeyId,
    overContract: standing.overContract,
    codeGiven: report.codeForPerson,
    ...(report.contact ? { callBackPurpose: report.contact.purpose } : {}),
  });
  return {
    ...said,
    receipt: receiptOf(deps.secretOf(partner.id), taken.signalId),
    notice: taken.notice,
    ...(report.codeForPerson ? { code: taken.receipt } : {}),
  };
}
