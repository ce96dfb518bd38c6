/** The carrier of texts, for flow tests: it hands over what was texted to us, signed, and shows what we texted. */
import { createHmac } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { House } from './house.ts';
import { opened } from './reports.ts';

const token = 'a token of the carrier that nobody else has';
export const carrierAccount = {
  TWILIO_ACCOUNT_SID: 'AC00000000000000000000000000000001',
  TWILIO_AUTH_TOKEN: token,
  TWILIO_FROM: '+18165550142',
};
const path = '/wires/sms/inbound';

/** Numbers and words of texts, which no log may hold. */
export const ofTexts = /(816|573)\D{0,2}555\D?01[6789]\d|papers|door at night/;

/** As the carrier signs: the address, then each field's name and value in the order of the names. */
export const signed = (fields: URLSearchParams, key = token, origin = 'http://localhost:8080'): string => {
  const names = [...new Set(fields.keys())].sort();
  const text = names
    .map((name) =>
      [...new Set(fields.getAll(name))]
        .sort()
        .map((value) => name + value)
        .join(''),
    )
    .join('');
  return createHmac('sha1', key).update(`${origin}${path}${text}`).digest('base64');
};

let handed = 0;
/** A text as a form of the carrier's; each is another text. */
export const fieldsOf = (from: string, body: string, more: Record<string, string> = {}) =>
  new URLSearchParams({
    AccountSid: carrierAccount.TWILIO_ACCOUNT_SID,
    MessageSid: `SM${String(++handed).padStart(32, '9')}`,
    NumMedia: '0',
    From: from,
    Body: body,
    ...more,
  }).toString();

export const fixture = (name: string, from: string) =>
  readFile(join('src/messaging/sms/fixtures', `${name}.txt`), 'utf8').then((form) =>
    form.replace('%2B18165550171', encodeURIComponent(from)),
  );

export const said = (report: { messages: { text: string }[] }) => report.messages.map((one) => one.text);

/** @param house asked for at each act: it may be opened after this */
export function carrierOf(house: () => House) {
  const handOver = async (body: string, signature = signed(new URLSearchParams(body))) => {
    const answer = await house().call('POST', path, body, {
      'content-type': 'application/x-www-form-urlencoded',
      'x-twilio-signature': signature,
    });
    await house().wait(1);
    return answer;
  };
  const text = async (from: string, body: string) => {
    const answer = await handOver(fieldsOf(from, body));
    expect([answer.statusCode, answer.body]).toEqual([200, '<Response/>']);
  };
  /** What we texted to a number, oldest first. */
  const textsTo = async (address: string): Promise<string[]> =>
    (await house().call('GET', `/sandbox/messages?address=${encodeURIComponent(address)}`))
      .json()
      .messages.map(({ body }: { body: string }) => body)
      .reverse();
  /** The reports that came by text from a number, oldest first. */
  const reportsOf = async (address: string): Promise<string[]> => {
    const { found } = (await house().asAdvocate('POST', '/v1/search', { text: address })).json();
    return found.map(({ signalId }: { signalId: string }) => signalId).reverse();
  };
  const theReport = async (address: string) => {
    const ids = await reportsOf(address);
    expect(ids).toHaveLength(1);
    return { id: ids[0]!, ...(await opened(house(), ids[0]!)) };
  };
  return { handOver, text, textsTo, reportsOf, theReport };
}
