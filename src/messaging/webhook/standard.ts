/** Webhooks out, signed as Standard Webhooks 1.0.0 has it. No redirect is followed: a signed message goes where it was addressed. */
import { Webhook } from 'standardwebhooks';
import type { Outbound } from '../../platform/index.ts';
import type { Carrier } from '../wires.ts';

export function webhookCarrier(secret: string, outbound: Outbound): Carrier {
  const signer = new Webhook(secret);
  return {
    carry: async ({ id, address, body }, now) => {
      const { status } = await outbound.post(address, {
        headers: {
          'content-type': 'application/json',
          'webhook-id': id,
          'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
          'webhook-signature': signer.sign(id, now, body),
        },
        body,
      });
      if (status < 200 || status > 299) throw new Error(`the receiver answered ${status}`);
      return undefined;
    },
  };
}
