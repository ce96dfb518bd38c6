/** SMS by Twilio, and by whatever speaks its API. */
import twilio from 'twilio';
import type { Carrier } from '../wires.ts';

export interface TwilioAccount {
  readonly accountSid: string;
  readonly authToken: string;
  readonly from: string;
}

const timeoutMilliseconds = 10_000;

export function twilioCarrier(account: TwilioAccount): Carrier {
  const client = twilio(account.accountSid, account.authToken, {
    timeout: timeoutMilliseconds,
    autoRetry: false,
  });
  return {
    carry: async ({ address, body }) => {
      const sent = await client.messages.create({ to: address, from: account.from, body });
      return sent.sid;
    },
  };
}

/** Whether an inbound webhook was signed by the account (X-Twilio-Signature over the public URL and the fields). */
export function signedByTwilio(
  account: TwilioAccount,
  signature: string,
  url: string,
  fields: Record<string, string>,
): boolean {
  return twilio.validateRequest(account.authToken, signature, url, fields);
}
