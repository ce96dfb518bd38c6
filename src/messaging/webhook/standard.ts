/** Webhooks out, signed as Standard Webhooks 1.0.0 has it. No redirect is followed: a signed message goes where it was addressed. */
import { Webhook } from 'standardwebhooks';
import type { Carrier } from '../wires.ts';

const timeoutMilliseconds = 10_000;

export function webhookCarrier(secret: string): Carrier {
  const signer = new Webhook(secret);
  return {
    carry: async ({ id, address, body }, now) => {
      const url = new URL(address);
      if (url.protocol !== 'https:' && !['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname))
        throw new Error('a webhook needs https');
      const response = await fetch(url, {
        method: 'POST',
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMilliseconds),
        headers: {
          'content-type': 'application/json',
          'webhook-id': id,
          'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
          'webhook-signature': signer.sign(id, now, body),
        },
        body,
      });
      await response.body?.cancel();
      if (!response.ok) throw new Error(`the receiver answered ${response.status}`);
      return undefined;
    },
  };
}
