/** A partner for flow tests: keys made by an administrator, and reports signed as its server would. */
import { createHmac } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { expect } from 'vitest';
import { sign } from '../../docs/guides/partner-client/report.mjs';
import { administratorId, advocateId, type House, openHouse } from './house.ts';

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

/** A house in demonstration or in production, with somebody who makes keys. */
export async function openPartnerHouse(mode: string): Promise<House> {
  const house = await openHouse(undefined, false, { ALIGHT_MODE: mode });
  if (mode === 'production')
    await house.database.db
      .insertInto('staff')
      .values([
        { id: administratorId, name: 'An administrator', role: 'hotline-administrator' },
        { id: advocateId, name: 'An advocate', role: 'hotline-advocate' },
      ])
      .execute();
  return house;
}

/** Every report of the house, newest first. */
export const signals = (house: House) =>
  house.database.db.selectFrom('signal').selectAll().orderBy('id', 'desc').execute();
export const newest = async (house: House) => (await signals(house))[0]!;

export const fixture = async (name: string): Promise<Record<string, unknown>> =>
  JSON.parse(await readFile(`src/signals/channels/partner/fixtures/${name}.json`, 'utf8')).body;

let sent = 0;

/** As the guide's client signs; bytes that are no text are signed as the bytes that they are. */
function signBytes(secret: string, id: string, seconds: number, body: string | Buffer) {
  if (typeof body === 'string') return sign(secret, id, seconds, body);
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${seconds}.`).update(body).digest('base64');
  return { ...sign(secret, id, seconds, ''), 'webhook-signature': `v1,${signature}` };
}

/** Sends a body, signed to the byte; what is wrong about it is said by `how`. */
export async function sendAs(
  house: House,
  key: PartnerKey,
  body: unknown,
  how: { id?: string; secondsOff?: number; headers?: Record<string, string> } = {},
) {
  const text = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
  // Ids carry the time, and the clock stands: each report comes a moment after the one before.
  house.clock.moveTo(new Date(house.clock.now().getTime() + 1));
  const seconds = Math.floor(house.clock.now().getTime() / 1000) + (how.secondsOff ?? 0);
  return house.call('POST', '/v1/partners/signals', text, {
    'content-type': 'application/json',
    'alight-key': key.keyName,
    ...signBytes(key.secret, how.id ?? `report-${++sent}-of-the-test`, seconds, text),
    ...how.headers,
  });
}

/** Searches what is kept of partners, and the log, for a key's secret. */
export async function expectNoSecret(house: House, key: PartnerKey): Promise<void> {
  const stored = JSON.stringify([
    await house.database.db.selectFrom('partner').selectAll().execute(),
    await house.database.db.selectFrom('partner_key').selectAll().execute(),
    house.log.lines,
  ]);
  expect(stored).not.toContain(key.secret.replace('whsec_', ''));
}
