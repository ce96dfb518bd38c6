/** Reaching and un-notifying: bad addresses, withdrawn disclosures, texts that events overtake, and a STOP. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openPagingRig, type PagingRig, staffId } from '../../test/support/paging.ts';
import { receiveMessage, send, storedClearance } from '../messaging/index.ts';
import { newId, type Tx } from '../platform/index.ts';
import {
  acceptPage,
  completeVoiceTask,
  declinePage,
  exchangeLink,
  giveAllClear,
  peekLink,
  reissueLink,
  releasePage,
  reportEnRoute,
  reportStaged,
  viewPage,
} from './index.ts';

let rig: PagingRig;
beforeAll(async () => {
  rig = await openPagingRig();
});
afterAll(() => rig.close());
beforeEach(() => {
  rig.events.length = 0;
  rig.sent.length = 0;
  rig.broken.clear();
});

const release = (pageId: string) => rig.run((tx, now) => releasePage(tx, pageId, now, 'Over.'));
const bodiesTo = (address: string) =>
  rig.sent.filter((text) => text.address === address).map(({ body }) => body);

describe('a contact whose address cannot be used', () => {
  test.each([
    ['(573) 555-0111', '+15735550111'],
    ['573.555.0112', '+15735550112'],
  ])('is not one that is only written otherwise: %s', async (address, sentTo) => {
    await rig.page([{ wire: 'sms', address }]);
    await rig.wait(1);
    expect(bodiesTo(sentTo)).toHaveLength(1);
  });

  test('is called where a number can be read, an alarm says so, and the ladder goes on', async () => {
    const page = await rig.page([
      { wire: 'sms', address: '573-555-0111 ext. 4' },
      { wire: 'sms', address: '573-555-0113' },
    ]);
    await rig.wait(1);
    expect(await rig.calls({ pageId: page.id })).toMatchObject([
      { kind: 'desk-page', phone: '573-555-0111 ext. 4' },
    ]);
    expect(rig.alarms()).toEqual(['contact-unusable']);
    await rig.wait(70);
    expect(bodiesTo('+15735550113')).toHaveLength(1);
  });

  test('is passed over at once where none can be read, and the last one leaves the page undeliverable', async () => {
    await rig.page([
      { wire: 'sms', address: 'ask Bob' },
      { wire: 'sms', address: '573-555-0114' },
      { wire: 'email', address: 'not an address' },
    ]);
    await rig.wait(1);
    expect(bodiesTo('+15735550114')).toHaveLength(1);
    await rig.wait(100);
    expect(rig.events.some(({ name }) => name === 'page-undeliverable')).toBe(true);
    expect(await rig.db.selectFrom('due').select('id').where('attempts', '>', 1).execute()).toEqual([]);
  });

  test('never stops a stand-down', async () => {
    const page = await rig.page([
      { wire: 'sms', address: '573-555-0111 ext. 5' },
      { wire: 'sms', address: '573-555-0115' },
    ]);
    await rig.wait(70);
    const [call] = await rig.calls({ pageId: page.id });
    await rig.run((tx, now) =>
      completeVoiceTask(
        tx,
        call!.id,
        { callTaker: 'Desk', result: 'no-answer', by: staffId },
        now,
        rig.isLive,
      ),
    );
    await release(page.id);
    await rig.wait(1);
    expect(bodiesTo('+15735550115').at(-1)).toContain('you are stood down');
    const open = (await rig.calls({ pageId: page.id })).filter(({ doneAt }) => !doneAt);
    expect(open).toMatchObject([{ kind: 'stand-down', phone: '573-555-0111 ext. 5' }]);
  });
});

describe('when the disclosure was withdrawn', () => {
  test('no further rung is climbed, by voice neither, and the page is undeliverable', async () => {
    const page = await rig.page([
      { wire: 'sms', address: '573-555-0121' },
      { wire: 'voice', address: '573-555-0122' },
    ]);
    await rig.wait(1);
    rig.revoked.add(page.ledgerId);
    await rig.wait(70);
    expect(await rig.calls({ pageId: page.id })).toEqual([]);
    expect(
      rig.events.some(({ name, subjectId }) => name === 'page-undeliverable' && subjectId === page.id),
    ).toBe(true);
  });

  test('the stand-down of one who is on the way is said by voice, without content, and a supervisor hears the code', async () => {
    const page = await rig.page([{ name: 'Trooper Ash', wire: 'sms', address: '573-555-0123' }]);
    await rig.wait(1);
    const session = await rig.open('+15735550123');
    await rig.run((tx, now) => acceptPage(tx, session, now, undefined, rig.isLive));
    rig.revoked.add(page.ledgerId);
    await release(page.id);
    await rig.wait(1);
    expect(bodiesTo('+15735550123')).toHaveLength(1);
    expect(await rig.calls({ pageId: page.id })).toMatchObject([
      {
        kind: 'stand-down',
        phone: '+15735550123',
        script: `Call Trooper Ash. Say only: "Alight duty page ${page.code}, you are stood down."`,
      },
    ]);
    const alarm = rig.events.find(({ payload }) => payload['code'] === 'stand-down-by-voice');
    expect((await rig.alertWords()).join()).toContain(`Page ${page.code}: the disclosure was withdrawn`);
    expect(alarm?.payload['responseId']).toBe(page.responseId);
  });

  test('a page has ended at once: its link, its details and every answer but an outcome', async () => {
    const page = await rig.page([
      { wire: 'sms', address: '573-555-0125' },
      { wire: 'sms', address: '573-555-0126' },
    ]);
    await rig.wait(70);
    const { isLive } = rig;
    const session = await rig.open('+15735550125');
    await rig.run((tx, now) => acceptPage(tx, session, now, undefined, isLive));
    expect((await viewPage(rig.db, session, isLive)).detail).not.toBeNull();
    rig.revoked.add(page.ledgerId);
    expect(await viewPage(rig.db, session, isLive)).toMatchObject({
      state: 'released',
      offer: {},
      detail: null,
      releaseWords: expect.stringContaining('ended'),
      mayReportOutcome: true,
    });
    const later = new Date(rig.clock.now().getTime() + 600_000);
    for (const answer of [
      (tx: Tx, now: Date) => acceptPage(tx, session, now, undefined, isLive),
      (tx: Tx, now: Date) => reportEnRoute(tx, session, later, now, isLive),
      (tx: Tx, now: Date) => reportStaged(tx, session, now, isLive),
    ])
      await expect(rig.run(answer)).rejects.toMatchObject({ code: 'page-stood-down' });
    const token = rig.tokenOf('+15735550126');
    await expect(peekLink(rig.db, token, isLive)).rejects.toMatchObject({ code: 'link-ended' });
    await expect(rig.run((tx, now) => exchangeLink(tx, token, now, isLive))).rejects.toMatchObject({
      code: 'link-ended',
    });
    await expect(
      rig.run((tx, now) =>
        reissueLink(
          tx,
          { publicOrigin: 'http://localhost:8080', isLive },
          { pageId: page.id, by: staffId },
          now,
        ),
      ),
    ).rejects.toMatchObject({ code: 'link-ended' });
  });

  test.each(['confirmed', 'no-answer'] as const)(
    'a call that ends with %s reads no details and is not made again',
    async (result) => {
      const page = await rig.page([{ wire: 'voice', address: '573-555-0127' }]);
      await rig.wait(1);
      const [call] = await rig.calls({ pageId: page.id });
      rig.revoked.add(page.ledgerId);
      await rig.run((tx, now) =>
        completeVoiceTask(tx, call!.id, { callTaker: 'Desk', result, by: staffId }, now, rig.isLive),
      );
      const open = (await rig.calls({ pageId: page.id })).filter(({ doneAt }) => !doneAt);
      expect(open.map(({ kind }) => kind)).toEqual(result === 'confirmed' ? ['stand-down'] : []);
    },
  );

  test('who was never asked is not called to be stood down', async () => {
    const page = await rig.page([{ wire: 'sms', address: '573-555-0124' }]);
    rig.revoked.add(page.ledgerId);
    await rig.wait(1);
    await release(page.id);
    await rig.wait(1);
    expect(await rig.calls({ pageId: page.id })).toEqual([]);
  });
});

describe('a stand-down', () => {
  test('whose text cannot be sent becomes a call', async () => {
    const page = await rig.page([{ wire: 'sms', address: '573-555-0131' }]);
    await rig.wait(1);
    rig.broken.add('+15735550131');
    await release(page.id);
    await rig.wait(180);
    expect(await rig.calls({ pageId: page.id, kind: 'stand-down' })).toHaveLength(1);
    expect(rig.alarms()).toContain('stand-down-by-voice');
  });

  test('is not followed by a page text that was queued before it', async () => {
    rig.broken.add('+15735550132');
    const page = await rig.page([{ wire: 'sms', address: '573-555-0132' }]);
    await rig.wait(1);
    rig.broken.clear();
    await release(page.id);
    await rig.wait(120);
    expect(bodiesTo('+15735550132')).toEqual([expect.stringContaining('you are stood down')]);
  });
});

describe('an all-clear', () => {
  const bothComing = async (digits: string) => {
    const responseId = newId(rig.clock.now());
    const lead = await rig.page([{ wire: 'sms', address: `573-555-01${digits}` }], {
      responseId,
      isLead: true,
    });
    const other = await rig.page([{ name: 'Advocate Elm', wire: 'sms', address: `573-555-02${digits}` }], {
      responseId,
    });
    await rig.wait(1);
    const sessions = [await rig.open(`+157355501${digits}`), await rig.open(`+157355502${digits}`)];
    for (const session of sessions)
      await rig.run((tx, now) => acceptPage(tx, session, now, undefined, rig.isLive));
    rig.broken.add(`+157355502${digits}`);
    await rig.run((tx, now) => giveAllClear(tx, sessions[0]!, now, rig.isLive));
    return { lead, other };
  };

  test('whose text cannot be sent becomes a call to that number', async () => {
    const { other } = await bothComing('61');
    await rig.wait(180);
    expect(await rig.calls({ pageId: other.id })).toMatchObject([
      {
        kind: 'call-back',
        phone: '+15735550261',
        script: `Call Advocate Elm. Say only: "Alight duty page ${other.code}: the lead has given the all-clear."`,
      },
    ]);
  });

  test('whose text cannot be sent opens no call to one who was stood down meanwhile', async () => {
    const { other } = await bothComing('62');
    await release(other.id);
    await rig.wait(180);
    expect((await rig.calls({ pageId: other.id })).map(({ kind }) => kind)).not.toContain('call-back');
  });
});

test('a STOP is answered by a call to the number it came from', async () => {
  const page = await rig.page([
    { name: 'Sergeant Birch', wire: 'sms', address: '(573) 555-0141' },
    { name: 'Desk', wire: 'sms', address: '573-555-0142' },
  ]);
  await rig.wait(70);
  expect(bodiesTo('+15735550142')).toHaveLength(1);
  await rig.run((tx, now) =>
    receiveMessage(tx, { wire: 'sms', from: '573-555-0141', body: 'STOP', providerId: newId(now) }, now),
  );
  await rig.wait(1);
  expect(await rig.calls({ pageId: page.id, kind: 'call-back' })).toMatchObject([
    { phone: '+15735550141', script: expect.stringContaining('Sergeant Birch') },
  ]);
  expect(rig.alarms()).toContain('responder-stop');
  await rig.run((tx, now) =>
    receiveMessage(tx, { wire: 'sms', from: '573-555-0142', body: 'HELP', providerId: newId(now) }, now),
  );
  await rig.wait(1);
  expect(await rig.calls({ pageId: page.id, kind: 'call-back' })).toHaveLength(1);
});

test.each(['released', 'declined', 'withdrawn'])(
  'a STOP to a page that is %s asks nobody whether they come: a supervisor alone hears of it',
  async (how) => {
    const page = await rig.page([{ wire: 'sms', address: '573-555-0143' }]);
    await rig.wait(1);
    const session = await rig.open('+15735550143');
    if (how === 'released') await release(page.id);
    if (how === 'declined') await rig.run((tx, now) => declinePage(tx, session, 'A fire.', now));
    if (how === 'withdrawn') rig.revoked.add(page.ledgerId);
    await rig.wait(1);
    await rig.run((tx, now) =>
      receiveMessage(tx, { wire: 'sms', from: '573-555-0143', body: 'STOP', providerId: newId(now) }, now),
    );
    await rig.wait(1);
    expect(await rig.calls({ pageId: page.id, kind: 'call-back' })).toEqual([]);
    expect(rig.alarms()).toContain('responder-stop');
  },
);

test('a text about anything else is sent whatever becomes of pages', async () => {
  await rig.run((tx, now) =>
    send(
      tx,
      storedClearance('dialogue', newId(now)),
      {
        wire: 'sms',
        to: '573-555-0151',
        body: 'You have a message.',
        about: { kind: 'signal', id: newId(now) },
        dedupeKey: 'x',
      },
      now,
    ),
  );
  await rig.wait(1);
  expect(bodiesTo('+15735550151')).toEqual(['You have a message.']);
});
