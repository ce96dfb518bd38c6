/** A partner's report as staff, the person who saw it, and the partner's own server see it. Nothing but "received" goes out. */
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sendReport } from '../../docs/guides/partner-client/report.mjs';
import { type House, openHouse } from '../support/house.ts';
import { fixture, makeKey, newest, type PartnerKey, sendAs, signals } from '../support/partner.ts';
import { opened } from '../support/reports.ts';

describe('staff and the person who saw it', () => {
  let house: House;
  let key: PartnerKey;
  beforeAll(async () => {
    house = await openHouse();
    key = await makeKey(house);
  });
  afterAll(() => house.close());

  test('see from whom it came, the trip in the timetable, and how to call back whoever agreed to it', async () => {
    await sendAs(house, key, await fixture('train-told'));
    const { id } = await newest(house);
    const report = await opened(house, id);
    expect(report.partner).toEqual({ name: 'Midland Transit (invented)', overContract: false });
    expect(report.transit).toEqual({
      line: '311',
      tripId: 'river-runner:311',
      serviceDate: '2026-02-12',
      car: '2',
      alightingStop: 'Kansas City',
    });
    expect([report.callBack, report.codeRevoked]).toEqual([null, true]);
    await sendAs(house, key, await fixture('call-me-back'));
    const agreed = await opened(house, (await newest(house)).id);
    expect(agreed.callBack).toEqual({
      wire: 'sms',
      address: '+18165550155',
      purpose: 'Questions about what I saw, today until 20:00',
    });
    const { queue } = (await house.asAdvocate('GET', '/v1/queue')).json();
    expect(queue[0].partner).toEqual({ name: 'Midland Transit (invented)', overContract: false });
  });

  test('in danger now keep whom not to tell in whatever shape it came, so that the gate holds', async () => {
    const named = ['Deputy Ray Holt (invented)', 'her uncle'];
    const body = { ...(await fixture('danger-with-mistakes')), doNotTell: named };
    const answer = await sendAs(house, key, body);
    expect([answer.statusCode, answer.json().leftOut.includes('doNotTell')]).toEqual([201, true]);
    const row = await opened(house, (await newest(house)).id);
    expect(row.doNotTellWords).toBe('Deputy Ray Holt (invented); her uncle');
    expect(row.narrative).toMatch(/knife.*From Alight.*has-a-knife/s);
    expect(row.narrative).not.toMatch(/4411|555-0155/);
  });

  test('the code says "received" and never more, and carries questions to the person', async () => {
    const { code } = (await sendAs(house, key, await fixture('call-me-back'))).json();
    const { id } = await newest(house);
    await opened(house, id);
    await house.asAdvocate('POST', `/v1/signals/${id}/ask-back`, { text: 'Is the train still moving?' });
    const seen = (await house.call('POST', '/v1/dialogue/open', { code })).json();
    expect(seen.status).toBe('received');
    expect(seen.messages).toEqual([{ from: 'us', text: 'Is the train still moving?' }]);
  });
});

describe('the sample client', () => {
  test('reports to a real server, mends its clock, repeats itself safely, and says why it gave up', async () => {
    const house = await openHouse();
    try {
      await house.alight.app.listen({ port: 0, host: '127.0.0.1' });
      const { port } = house.alight.app.server.address() as AddressInfo;
      const url = `http://127.0.0.1:${port}`;
      const key = await makeKey(house);
      const report = await fixture('train-told');
      const id = 'from-the-sample-client';
      const now = () => house.clock.now().getTime();
      const first = await sendReport({ url, ...key, report, id, now });
      expect(first).toMatchObject({ status: 'received', sandbox: false });
      // This machine's own clock is months away from the house's: it is told, and signs again.
      expect(await sendReport({ url, ...key, report, id })).toEqual(first);
      expect(await signals(house)).toHaveLength(1);
      await expect(
        sendReport({ url, ...key, report: { ...report, crewId: '1' }, now }),
      ).rejects.toMatchObject({
        problem: { code: 'employee-named', detail: expect.stringContaining('Call 911') },
      });
    } finally {
      await house.close();
    }
  });
});
