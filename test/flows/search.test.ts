/** One box finds reports by what is in them, and the database holds none of it in words that could be read. */
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type House, openHouse, supervisorId } from '../support/house.ts';
import { act, report } from '../support/reports.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const find = async (text: string, after?: string) =>
  house.asAdvocate('POST', '/v1/search', { text, ...(after ? { after } : {}) });
const shown = async (text: string) => {
  const answer = await find(text);
  if (answer.statusCode !== 200) throw new Error(`${text}: ${answer.body}`);
  return answer.json();
};
const found = async (text: string): Promise<string[]> =>
  (await shown(text)).found.map(({ signalId }: { signalId: string }) => signalId);

describe('a report is found', () => {
  test('by a number in its words, however either is written', async () => {
    const { signalId } = await report(house, { narrative: 'His number is 816.555.0171, he said.' });
    await house.wait(1);
    for (const text of ['(816) 555-0171', '+1 816 555 0171', '8165550171', '555-0171'])
      expect(await found(text)).toEqual([signalId]);
    expect(await found('816-555-0172')).toEqual([]);
  });

  test('by its safe contact, by a plate, by an address and by a name on a site', async () => {
    const { signalId } = await report(house, {
      narrative: 'A van with the plate kcx-48o1. She is Night.Bird on the site, write @Night_Bird.',
      appearance: 'They write from deals+new@example.org',
      safeContact: { wire: 'sms', address: '816-555-0173' },
    });
    await house.wait(1);
    expect(await found('816 555 0173')).toEqual([signalId]);
    expect(await found('KCX 4801')).toEqual([signalId]);
    expect(await found('deals@example.org')).toEqual([signalId]);
    expect(await found('@night_bird')).toEqual([signalId]);
  });

  test('by what was written later, by the signaler and by staff', async () => {
    const { signalId, receipt } = await report(house, { narrative: 'Something is wrong upstairs.' });
    await house.call('POST', '/v1/dialogue/messages', {
      code: receipt,
      text: 'They drive JKR 5520',
      key: 'later-one',
    });
    await act(house, signalId, 'ask-back', { text: 'Is it the man with 816-555-0174?' });
    await house.wait(1);
    expect(await found('jkr5520')).toEqual([signalId]);
    expect(await found('816-555-0174')).toEqual([signalId]);
  });

  test('by words, all of them, in any order and without their marks', async () => {
    const { signalId } = await report(house, {
      narrative: 'Ella dijo que la señora del taller guarda los pasaportes.',
    });
    await house.wait(1);
    expect(await found('pasaportes senora')).toEqual([signalId]);
    expect(await found('pasaportes hotel')).toEqual([]);
  });
});

test('many findings come page by page, newest first, each once', async () => {
  for (let count = 0; count < 45; count++) {
    await report(house, { narrative: `A zeppelin was seen, number ${count}.` });
    house.clock.moveTo(new Date(house.clock.now().getTime() + 1000));
  }
  await house.wait(1);
  const seen: { signalId: string; receivedAt: string }[] = [];
  let after: string | undefined;
  do {
    const page = (await find('zeppelin', after)).json();
    expect(page.found.length).toBeLessThanOrEqual(20);
    seen.push(...page.found);
    after = page.next ?? undefined;
  } while (after);
  expect(new Set(seen.map(({ signalId }) => signalId)).size).toBe(45);
  expect(seen.map(({ receivedAt }) => receivedAt)).toEqual(
    seen
      .map(({ receivedAt }) => receivedAt)
      .sort()
      .reverse(),
  );
});

test('what is found is on record before it is shown, and what was looked for is nowhere', async () => {
  const { signalId } = await report(house, { narrative: 'Call 816-555-0175 at night.' });
  await house.wait(1);
  await house.call('POST', '/v1/search', { text: '816-555-0175' }, { 'alight-actor': supervisorId });
  const { rows } = await sql<{ record_id: string }>`select record_id from audit_shown
    where viewer_id = ${supervisorId} and view = 'search'`.execute(house.database.db);
  expect(rows).toEqual([{ record_id: signalId }]);
  expect(house.log.lines.join('\n')).not.toContain('5550175');
  const terms = await sql<{
    all: string;
  }>`select string_agg(encode(term, 'escape'), ' ') as all from search_term`.execute(house.database.db);
  // Three of its digits stand in the escapes of random bytes by chance.
  expect(terms.rows[0]!.all).not.toContain('5550175');
  expect(terms.rows[0]!.all).not.toContain('zeppelin');
});

test.each<[string, unknown, number, string]>([
  ['nothing', { text: ' ' }, 400, 'body-invalid'],
  ['only common words', { text: 'and the' }, 422, 'search-empty'],
  ['too much', { text: 'word '.repeat(60) }, 422, 'search-too-long'],
  ['a place in the list that does not exist', { text: 'van', after: 'x' }, 422, 'search-place-unknown'],
])('%s is refused in words', async (_what, body, status, code) => {
  const answer = await house.asAdvocate('POST', '/v1/search', body);
  expect(answer.statusCode).toBe(status);
  expect(answer.json()).toMatchObject({ code, detail: expect.stringMatching(/\w+ \w+/) });
});

test('where the operator has not chosen words, only identifiers are looked for', async () => {
  const quiet = await openHouse(undefined, false, { SEARCH_WORDS: 'off' });
  try {
    await report(quiet, { narrative: 'The bakery: 816-555-0176.' });
    await quiet.wait(1);
    const words = await quiet.asAdvocate('POST', '/v1/search', { text: 'bakery' });
    expect(words.json()).toMatchObject({ code: 'search-empty' });
    const number = await quiet.asAdvocate('POST', '/v1/search', { text: '816-555-0176' });
    expect(number.json()).toMatchObject({ found: [{ by: ['phone'] }], wordsOff: true });
    const { rows } = await sql<{ count: number }>`select count(*)::int as count from search_term`.execute(
      quiet.database.db,
    );
    expect(rows[0]!.count).toBe(2);
  } finally {
    await quiet.close();
  }
});
