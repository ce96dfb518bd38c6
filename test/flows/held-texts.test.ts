/** A text that is held leaves once, in its time, or not at all; and what cannot leave by itself is told of. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { messagingDueHandlers } from '../../src/messaging/index.ts';
import { claimDue, completeDue, postponeDue } from '../../src/platform/due/store.ts';
import { isDialogueLive, safeWindow } from '../../src/signals/index.ts';
import { type House, openHouse, supervisorId } from '../support/house.ts';
import { act, alertsOf, opened, report } from '../support/reports.ts';

const dayMilliseconds = 86_400_000;
/** Midnight by UTC before the test began. Each begins at 10:50 in Missouri on a day of its own, since no clock goes back. */
let midnight = Date.parse('2026-02-12T00:00:00Z');
/** An instant after that midnight, as `24:30`: half past six in the evening in Missouri. */
const at = (clock: string) => {
  const [hours = 0, minutes = 0, seconds = 0] = clock.split(':').map(Number);
  return new Date(midnight + ((hours * 60 + minutes) * 60 + seconds) * 1000);
};
const note = 'You have a message.';
const sendKind = 'message-send';

let house: House;
beforeAll(async () => {
  house = await openHouse(at('16:50'), false, { KEEP_NUMBERS_DAYS: '2' });
});
afterAll(() => house.close());

/** What the carrier took, and until when it may keep it. */
let carried: { address: string; body: string; until: string | undefined }[] = [];
let isCarrierAway = false;
beforeEach(() => {
  carried = [];
  isCarrierAway = false;
  midnight = (Math.floor(house.clock.now().getTime() / dayMilliseconds) + 1) * dayMilliseconds;
  house.clock.moveTo(at('16:50'));
});

/** Sends what is due, by a carrier that can be away. */
async function sendDue(): Promise<void> {
  const { db } = house.database;
  const now = house.clock.now();
  const handlers = messagingDueHandlers({
    carriers: {
      sms: {
        carry: async ({ address, body, validUntil }) => {
          if (isCarrierAway) throw new Error('the carrier is away');
          carried.push({ address, body, until: validUntil?.toISOString() });
          return undefined;
        },
      },
    },
    checks: { disclosure: async () => false, dialogue: isDialogueLive },
    safeWindow: (from, about, moment) => safeWindow(from, about, 'America/Chicago', moment),
    log: house.log,
  });
  for (const due of await claimDue(db, now, { only: [sendKind] }))
    await handlers[sendKind]!(due, { db, now }).catch(() =>
      postponeDue(db, due, new Date(now.getTime() + 10_000)),
    );
}

let numbers = 100;
const nextNumber = () => `816555${String(numbers++).padStart(4, '0')}`;
const wishing = async (contactWishes: object) => {
  const number = nextNumber();
  const sent = await report(house, { safeContact: { wire: 'sms', address: number }, contactWishes });
  await opened(house, sent.signalId);
  return { ...sent, number };
};
const ask = (signalId: string, text = 'Can you talk?') => act(house, signalId, 'ask-back', { text });
const textNow = (signalId: string) =>
  house.call(
    'POST',
    `/v1/signals/${signalId}/text-now`,
    { reason: 'She called and said that he is away until four.' },
    { 'alight-actor': supervisorId },
  );
const later = (minutes: number) => new Date(house.clock.now().getTime() + minutes * 60_000);
const rowsOf = async (signalId: string) =>
  house.database.db
    .selectFrom('message as m')
    .leftJoin('due as d', (join) => join.onRef('d.subject_id', '=', 'm.id').on('d.kind', '=', sendKind))
    .select(['m.state', 'd.id as dueId', 'd.due_at', 'd.lease'])
    .where('m.about_id', '=', signalId)
    .where('m.direction', '=', 'out')
    .orderBy('m.id')
    .execute();

describe('what a carrier still holds', () => {
  test('is not delivered after the part of the day that they ticked', async () => {
    const { signalId } = await wishing({ times: ['evening'] });
    await ask(signalId);
    house.clock.moveTo(at('27:59'));
    await sendDue();
    expect(carried).toMatchObject([{ body: note, until: at('28:00').toISOString() }]);
  });

  test('is not delivered after the ten minutes for which a supervisor let it go', async () => {
    const { signalId } = await wishing({ times: ['evening'] });
    await ask(signalId);
    const until = later(10).toISOString();
    expect((await textNow(signalId)).statusCode).toBe(200);
    house.clock.moveTo(later(9));
    await sendDue();
    expect(carried).toMatchObject([{ body: note, until }]);
  });

  test('has no end of ours where they ticked nothing', async () => {
    const { signalId } = await wishing({});
    await ask(signalId);
    await sendDue();
    expect(carried).toMatchObject([{ body: note, until: undefined }]);
  });
});

describe('a held text', () => {
  const never = async (stop: (which: { signalId: string; receipt: string }) => Promise<unknown>) => {
    const held = await wishing({ times: ['evening'] });
    await ask(held.signalId);
    await sendDue();
    await stop(held);
    expect(await opened(house, held.signalId)).toMatchObject({ textWaits: false });
    house.clock.moveTo(at('24:30'));
    await sendDue();
    expect(carried).toEqual([]);
    return held;
  };

  test('does not leave once the code may be in other hands', async () => {
    await never(({ signalId }) => act(house, signalId, 'code-elsewhere'));
  });

  test('does not leave once the report is closed', async () => {
    await never(({ signalId }) => act(house, signalId, 'close', { reason: 'She said it is over.' }));
  });

  test('does not leave once they have read by code what it would tell of; the next answer is told of again', async () => {
    const { signalId } = await never(async ({ receipt }) => {
      const seen = await house.call('POST', '/v1/dialogue/open', { code: receipt });
      expect(seen.json().messages).toEqual([{ from: 'us', text: 'Can you talk?' }]);
      await house.wait(1);
    });
    await ask(signalId, 'Are you well?');
    await sendDue();
    expect(carried).toMatchObject([{ body: note }]);
  });

  test('that has failed before waits like any other: seen, one, and let go by a supervisor', async () => {
    const { signalId } = await wishing({ times: ['morning'] });
    isCarrierAway = true;
    await ask(signalId);
    house.clock.moveTo(at('17:59:55'));
    await sendDue();
    isCarrierAway = false;
    house.clock.moveTo(at('18:00:10'));
    await sendDue();
    expect(carried).toEqual([]);
    expect(await opened(house, signalId)).toMatchObject({ textWaits: true });
    await ask(signalId, 'Are you well?');
    expect(await rowsOf(signalId)).toMatchObject([{ state: 'queued' }]);
    await textNow(signalId);
    await sendDue();
    expect(carried).toHaveLength(1);
  });

  test('that is in somebody’s hands is not begun a second time when it is let go', async () => {
    const { signalId } = await wishing({ times: ['evening'] });
    await ask(signalId);
    const { db } = house.database;
    const inHand = (await claimDue(db, house.clock.now(), { only: [sendKind] })).at(-1)!;
    await textNow(signalId);
    expect(await rowsOf(signalId)).toMatchObject([{ dueId: inHand.id, lease: inHand.lease }]);
    await db.transaction().execute((tx) => completeDue(tx, inHand));
  });
});

describe('answers that turned late while nothing could be sent', () => {
  test('leave as one note', async () => {
    const { signalId, number } = await wishing({});
    await house.call('POST', '/sandbox/reply', { address: `+1${number}`, body: 'I can write now' });
    await house.wait(1);
    for (const text of ['Good. Take your time.', 'Are you well?', 'We are here.']) await ask(signalId, text);
    house.clock.moveTo(later(11));
    await sendDue();
    expect(carried).toMatchObject([{ body: note }]);
    expect((await rowsOf(signalId)).map(({ state }) => state).sort()).toEqual([
      'sent',
      'withheld',
      'withheld',
    ]);
  });
});

describe('a text that only a person can let go', () => {
  const kinds = async (signalId: string) => (await alertsOf(house, signalId)).map(({ kind }) => kind);
  const handle = async (signalId: string) => {
    const { id } = await house.database.db
      .selectFrom('supervisor_alert')
      .select('id')
      .where('signal_id', '=', signalId)
      .where('handled_at', 'is', null)
      .executeTakeFirstOrThrow();
    const done = await house.call('POST', `/v1/alerts/${id}/handle`, {}, { 'alight-actor': supervisorId });
    expect(done.statusCode, done.body).toBeLessThan(300);
  };

  test('is told of when it is held, and again after some hours where nobody weighed it', async () => {
    const { signalId } = await wishing({ timesWords: 'When his truck is gone' });
    await ask(signalId);
    await house.wait(1);
    expect(await kinds(signalId)).toEqual(['text-waits-for-somebody']);
    await house.wait(7 * 3600);
    expect(await kinds(signalId)).toEqual(['text-waits-for-somebody']);
    await handle(signalId);
    expect(await kinds(signalId)).toEqual([]);
    await house.wait(7 * 3600);
    expect(await kinds(signalId)).toEqual(['text-waits-for-somebody']);
  });

  test('is told of when the number is forgotten before anybody did', async () => {
    const { signalId } = await wishing({ timesWords: 'When his truck is gone' });
    await ask(signalId);
    await house.wait(4 * 24 * 3600);
    expect(await kinds(signalId)).toContain('text-never-left');
  });
});
