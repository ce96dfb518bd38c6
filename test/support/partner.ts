/** A partner for flow tests: keys made by an administrator, and reports signed as its server would. */
import { readFile } from 'node:fs/promises';
import { sign } from '../../docs/guides/partner-client/report.mjs';
import { administratorId, type House } from './house.ts';

export interface PartnerKey {
  readonly keyName: string;
  readonly secret: string;
}

/** A key for an invented transit operator. */
export const makeKey = (
  house: House,
  given: { name?: string; mode?: string; feedId?: string; perMinute?: number } = {},
): Promise<PartnerKey> =>
  house.alight.services.makePartnerKey(
    { staffId: administratorId },
    { name: 'Midland Transit (invented)', mode: 'live', feedId: 'river-runner', perMinute: 60, ...given },
  );

export const fixture = async (name: string): Promise<Record<string, unknown>> =>
  JSON.parse(await readFile(`src/signals/channels/partner/fixtures/${name}.json`, 'utf8')).body;

let sent = 0;

/** Sends a body, signed; what is wrong about it is said by `how`. */
export async function sendAs(
  house: House,
  key: PartnerKey,
  body: unknown,
  how: { id?: string; secondsOff?: number; headers?: Record<string, string> } = {},
) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  // Ids carry the time, and the clock stands: each report comes a moment after the one before.
  house.clock.moveTo(new Date(house.clock.now().getTime() + 1));
  const seconds = Math.floor(house.clock.now().getTime() / 1000) + (how.secondsOff ?? 0);
  return house.call('POST', '/v1/partners/signals', text, {
    'content-type': 'application/json',
    'alight-key': key.keyName,
    ...sign(key.secret, how.id ?? `report-${++sent}-of-the-test`, seconds, text),
    ...how.headers,
  });
}
