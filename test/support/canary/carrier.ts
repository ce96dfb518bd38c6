/** Texts as the carrier hands them over, signed (Twilio's way). */
import { createHmac } from 'node:crypto';
import type { Walk } from './walk.ts';

const path = '/wires/sms/inbound';

export const carrierAccount = {
  TWILIO_ACCOUNT_SID: 'AC00000000000000000000000000000001',
  TWILIO_AUTH_TOKEN: 'a token of the carrier that nobody else has',
  TWILIO_FROM: '+18165550142',
};

export async function handOver(walk: Walk): Promise<void> {
  const { mark, formOrigin } = walk.given;
  const fields = new URLSearchParams({
    AccountSid: carrierAccount.TWILIO_ACCOUNT_SID,
    MessageSid: `SM${'9'.repeat(32)}`,
    NumMedia: '1',
    From: '+18165550187',
    Body: walk.words('By the carrier:'),
    FromCity: mark,
    MediaUrl0: `https://example.org/${mark}`,
  });
  const text = [...fields]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flat()
    .join('');
  const signature = createHmac('sha1', carrierAccount.TWILIO_AUTH_TOKEN)
    .update(`${formOrigin}${path}${text}`)
    .digest('base64');
  await walk.done('POST', path, fields, { 'x-twilio-signature': signature });
  await walk.wait(1);
}
