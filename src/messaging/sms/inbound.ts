/**
 * A text as the carrier hands it over (Twilio's form, and that of whoever speaks it), read so that no honest text is lost: what is
 * missing, too long or not quite text is taken as far as it goes. Only who may hand one over is strict. Source: safety.md, security.md 23.
 */
import { createHash } from 'node:crypto';
import { storableText } from '../../platform/index.ts';
import { longestInboundCharacters } from '../core/index.ts';

export interface InboundText {
  readonly from: string;
  readonly body: string;
  /** The carrier's own id of it: the same text handed over twice has the same. */
  readonly providerId: string;
}

/** What stands where somebody sent no words. */
export const withoutWords = {
  nothing: '(A text without words.)',
  picture: '(A picture or file without words. It was not kept.)',
} as const;
const withPicture = '(With it came a picture or file. It was not kept.)';

/** A form as it came; what is no UTF-8 in it is replaced and loses nothing else. A name that comes twice has all its values. */
export function fieldsOf(form: Buffer): Record<string, string | string[]> {
  // Gone through once: asked for each name apart, a body full of names would hold the whole server for half a minute.
  const fields = new Map<string, string | string[]>();
  for (const [name, value] of new URLSearchParams(form.toString())) {
    const known = fields.get(name);
    if (known === undefined) fields.set(name, value);
    else if (typeof known === 'string') fields.set(name, [known, value]);
    else known.push(value);
  }
  return Object.fromEntries(fields);
}

const first = (value: unknown): string => {
  const one: unknown = Array.isArray(value) ? value[0] : value;
  return typeof one === 'string' ? storableText(one) : '';
};

/** @returns null where it does not say from whom it is: then it can be neither answered nor told from another */
export function readInbound(fields: Readonly<Record<string, unknown>>): InboundText | null {
  const from = first(fields['From']).trim().slice(0, 100);
  if (!from) return null;
  const words = first(fields['Body']).trim();
  const pictures = Number(first(fields['NumMedia'])) > 0;
  const body = words
    ? `${words.slice(0, longestInboundCharacters).toWellFormed()}${pictures ? `\n${withPicture}` : ''}`
    : pictures
      ? withoutWords.picture
      : withoutWords.nothing;
  const given = first(fields['MessageSid']) || first(fields['SmsMessageSid']) || first(fields['SmsSid']);
  return { from, body, providerId: (given || digestOf(fields)).slice(0, 64) };
}

/** Where a carrier gives no id: the same fields are the same text. */
const digestOf = (fields: Readonly<Record<string, unknown>>): string =>
  createHash('sha256')
    .update(JSON.stringify(Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1))))
    .digest('hex');
