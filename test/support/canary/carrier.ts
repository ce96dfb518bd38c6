/** Texts as the carrier hands them over, signed (Twilio's way). */
import { carrierAccount, signed } from '../carrier.ts';
import type { Walk } from './walk.ts';

const path = '/wires/sms/inbound';

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
  const signature = signed(fields, undefined, formOrigin);
  await walk.done('POST', path, fields, { 'x-twilio-signature': signature });
  await walk.wait(1);
}
