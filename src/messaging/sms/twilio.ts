/** SMS by Twilio, and by whatever speaks its API. */
import twilio from 'twilio';
import type { Outbound } from '../../platform/index.ts';
import type { Carrier } from '../wires.ts';

/** The longest that it keeps a text which it could not hand over yet, and what it does unless told otherwise. */
const longestSeconds = 36_000;

export interface TwilioAccount {
  readonly accountSid: string;
  readonly authToken: string;
  readonly from: string;
}

/** What Twilio's own library asks the network for, by our way out: it knows no proxy of the environment and follows nothing. */
class GuardedClient extends twilio.RequestClient {
  readonly #outbound: Pick<Outbound, 'post'>;
  constructor(outbound: Pick<Outbound, 'post'>) {
    super();
    this.#outbound = outbound;
  }
  override async request<T>({ uri, headers, username, password, data }: Asked<T>): Promise<Answered<T>> {
    const basic = Buffer.from(`${username}:${password}`).toString('base64');
    const { status, body } = await this.#outbound.post(uri, {
      headers: { ...(headers as Record<string, string>), authorization: `Basic ${basic}` },
      body: new URLSearchParams(data as Record<string, string>).toString(),
    });
    return { statusCode: status, body: body as T, headers: {}, toString: () => `HTTP ${status}` };
  }
}
type Asked<T> = Parameters<InstanceType<typeof twilio.RequestClient>['request']>[0] & { readonly data?: T };
type Answered<T> = Awaited<ReturnType<InstanceType<typeof twilio.RequestClient>['request']>> & { body: T };

export function twilioCarrier(account: TwilioAccount, outbound: Pick<Outbound, 'post'>): Carrier {
  const client = twilio(account.accountSid, account.authToken, { httpClient: new GuardedClient(outbound) });
  return {
    carry: async ({ address, body, validUntil }, now) => {
      // What waits at the carrier is dropped when its time is over, as it would be here.
      const validityPeriod = validUntil
        ? Math.min(longestSeconds, Math.max(1, Math.floor((validUntil.getTime() - now.getTime()) / 1000)))
        : undefined;
      const sent = await client.messages.create({
        to: address,
        from: account.from,
        body,
        ...(validityPeriod ? { validityPeriod } : {}),
      });
      return sent.sid;
    },
  };
}

/** Whether an inbound webhook was signed by the account (X-Twilio-Signature over the public URL and the fields). */
export function signedByTwilio(
  account: TwilioAccount,
  signature: string,
  url: string,
  fields: Record<string, string | string[]>,
): boolean {
  return twilio.validateRequest(account.authToken, signature, url, fields);
}
