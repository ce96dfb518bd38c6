/** An address in any of the ways people write it is one address: for sending, for finding whom an answer is from. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { newId, openLog, openRows, StandingClock, startDueLoop, transaction } from '../platform/index.ts';
import {
  addressFor,
  messagingDueHandlers,
  normalPhone,
  receiveMessage,
  send,
  storedClearance,
} from './index.ts';

describe('a telephone number', () => {
  test.each<[string, string | null, string]>([
    ['(816) 555-0111', '+18165550111', 'as on a letterhead'],
    ['816.555.0111', '+18165550111', 'with points'],
    ['816-555-0111', '+18165550111', 'with dashes'],
    [' 816 555 0111 ', '+18165550111', 'with spaces around'],
    ['1-816-555-0111', '+18165550111', 'as dialled from afar'],
    ['+1 (816) 555-0111', '+18165550111', 'with the country'],
    ['+18165550111', '+18165550111', 'as carriers write it'],
    ['+44 20 7946 0000', '+442079460000', 'from another country'],
    ['555-0111', null, 'which area?'],
    ['116-555-0111', null, 'no area begins with 1'],
    ['816-055-0111', null, 'nor does an exchange begin with 0'],
    ['+1 816 555 011', null, 'a digit is missing'],
    ['+2168165550', '+2168165550', 'ten digits after a plus are not North American'],
    ['573-555-0111 ext. 4', null, 'a text reaches no extension'],
    ['call the desk', null, 'no number'],
    ['', null, 'nothing'],
  ])('"%s" is %s: %s', (text, expected) => {
    expect(normalPhone(text)).toBe(expected);
  });
  test('is no mail address, and a mail address is trimmed', () => {
    expect(addressFor('email', '816-555-0111')).toBeNull();
    expect(addressFor('email', ' desk@agency.example ')).toBe('desk@agency.example');
  });
});

describe('a text', () => {
  let opened: TestDatabase;
  const now = new Date('2026-02-12T16:50:00Z');
  beforeAll(async () => {
    opened = await openTestDatabase();
  });
  afterAll(() => opened.close());

  test('leaves for the number in its normal form, and a STOP from it finds what it was about however it is spelled', async () => {
    const pageId = newId(now);
    await transaction(opened.db, async (tx) => {
      await send(
        tx,
        storedClearance('disclosure', newId(now)),
        {
          wire: 'sms',
          to: '(816) 555-0111',
          body: 'Alight duty page K4F2.',
          about: { kind: 'page', id: pageId },
          dedupeKey: 'one',
        },
        now,
      );
      await receiveMessage(tx, { wire: 'sms', from: '816.555.0111', body: 'Stop', providerId: 'a' }, now);
    });
    const sent = opened.db.selectFrom('message').selectAll().where('direction', '=', 'out');
    const [row] = await openRows(opened.db, 'message', await sent.execute());
    expect(row?.address).toBe('+18165550111');
    const quiet = openLog('silent');
    const checks = { disclosure: async () => true, dialogue: async () => true };
    const loop = startDueLoop({
      db: opened.db,
      clock: new StandingClock(now),
      log: quiet,
      polling: false,
      handlers: messagingDueHandlers({ carriers: {}, checks, log: quiet }),
    });
    await loop.drain();
    await loop.stop();
    const [event] = await opened.db
      .selectFrom('due')
      .select('payload')
      .where('kind', '=', 'event:message-received')
      .execute();
    expect(event?.payload).toMatchObject({
      keyword: 'stop',
      from: 'responder',
      aboutKind: 'page',
      aboutId: pageId,
    });
    expect(JSON.stringify(event?.payload), 'an address stays in its table').not.toContain('8165550111');
  });
});
