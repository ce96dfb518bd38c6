/** Where a signaler can be reached is kept apart and for a short time; afterwards the dialogue goes on by code. Source: security.md 13. */
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openRows } from '../../src/platform/index.ts';
import { fieldOwners, fieldPolicies, type SealedTable } from '../../src/platform/vault/field-policy.ts';
import { formsOf, foundIn } from '../support/canary/search.ts';
import { type House, openHouse, supervisorId } from '../support/house.ts';
import { act, alertsOf, opened, report } from '../support/reports.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const day = 86_400;
const textFrom = async (address: string, body: string) => {
  await house.call('POST', '/sandbox/reply', { address, body });
  await house.wait(1);
};
const textsTo = async (address: string): Promise<string[]> =>
  (await house.call('GET', `/sandbox/messages?address=${encodeURIComponent(address)}`))
    .json()
    .messages.map(({ body }: { body: string }) => body);
const found = async (text: string): Promise<string[]> =>
  (await house.asAdvocate('POST', '/v1/search', { text }))
    .json()
    .found.map(({ signalId }: { signalId: string }) => signalId);
const safe = (address: string) => ({ safeContact: { wire: 'sms', address } });

/** Every sealed field that still opens, with every key of the instance in hand. */
async function everythingThatOpens(): Promise<Buffer> {
  const parts: string[] = [];
  // The sandbox phone stands for the telephone itself, which is not ours to forget.
  const tables = (Object.keys(fieldOwners) as SealedTable[]).filter((table) => table !== 'sandbox_delivery');
  for (const table of tables) {
    const { rows } = await sql<Record<string, unknown>>`select * from ${sql.table(table)}`.execute(
      house.database.db,
    );
    for (const row of await openRows(house.database.db, table, rows, ''))
      for (const [column, policy] of Object.entries(fieldPolicies[table]))
        if (policy.kind === 'sealed') parts.push(JSON.stringify((row as Record<string, unknown>)[column]));
  }
  return Buffer.from(parts.join('\n'));
}

describe('while a number is kept', () => {
  test('a text from it finds its dialogue, a search finds its report, and each in any spelling', async () => {
    const { signalId } = await report(house, safe('(816) 555-0121'));
    await house.wait(1);
    for (const text of ['816.555.0121', '+1 816 555 0121', '555-0121'])
      expect(await found(text)).toEqual([signalId]);
    await textFrom('18165550121', 'It is me.');
    expect(await opened(house, signalId)).toMatchObject({
      safeContact: 'kept',
      messages: [{ text: 'It is me.', byText: true }],
    });
  });

  test('two reports of one telephone are both found, and a text goes to the one we last wrote about', async () => {
    const first = await report(house, safe('816-555-0122'));
    const second = await report(house, safe('816-555-0122'));
    await house.wait(1);
    expect((await found('816-555-0122')).sort()).toEqual([first.signalId, second.signalId].sort());
    await act(house, first.signalId, 'ask-back', { text: 'Are you safe?' });
    await house.wait(1);
    await textFrom('816-555-0122', 'Yes.');
    expect((await opened(house, first.signalId)).messages).toHaveLength(2);
    expect((await opened(house, second.signalId)).messages).toHaveLength(0);
  });

  test('an address of an email is found without its label', async () => {
    const { signalId } = await report(house, {
      safeContact: { wire: 'email', address: 'Mara+news@example.org' },
    });
    await house.wait(1);
    expect(await found('mara@example.org')).toEqual([signalId]);
  });
});

describe('when its days are over', () => {
  test('nothing is texted, staff are told so, the code still works, and nothing that opens holds the number', async () => {
    const address = '816-555-0123';
    const { signalId, receipt } = await report(house, safe(address));
    await act(house, signalId, 'ask-back', { text: 'Are you alone?' });
    await house.wait(1);
    await textFrom(address, 'Not now.');
    const forms = new Map([['number', formsOf('8165550123')]]);
    expect(foundIn(await everythingThatOpens(), forms), 'this test finds it while it is kept').not.toEqual(
      [],
    );
    const before = (await textsTo(address)).length;

    await house.wait(32 * day);
    expect(foundIn(await everythingThatOpens(), forms)).toEqual([]);
    expect(await found(address)).toEqual([]);
    expect(await opened(house, signalId)).toMatchObject({ safeContact: 'no-longer-kept' });
    expect((await act(house, signalId, 'ask-back', { text: 'Can we talk?' })).statusCode).toBe(200);
    await house.wait(1);
    expect(await textsTo(address)).toHaveLength(before);
    expect((await alertsOf(house, signalId)).map(({ kind }) => kind)).not.toContain('signaler-not-texted');
    const dialogue = (await house.call('POST', '/v1/dialogue/open', { code: receipt })).json();
    expect(dialogue.messages.map((one: { text: string }) => one.text)).toEqual([
      'Are you alone?',
      'Can we talk?',
    ]);
    const { rows } = await sql<{ left: number }>`select count(*)::int as left from kept_number n
      join signal s on s.number_id = n.id where s.id = ${signalId}
      and (n.address is not null or n.address_index is not null or n.loose_index is not null)`.execute(
      house.database.db,
    );
    expect(rows).toEqual([{ left: 0 }]);
  });

  test('a message that is still on its way to it is withheld', async () => {
    const { signalId } = await report(house, safe('816-555-0124'));
    await act(house, signalId, 'ask-back', { text: 'Are you there?' });
    await house.database.db
      .updateTable('due')
      .set({ due_at: new Date(house.clock.now().getTime() + 40 * day * 1000) })
      .where('kind', '=', 'message-send')
      .execute();
    await house.wait(41 * day);
    expect(await textsTo('816-555-0124')).toEqual([]);
    const { rows } = await sql<{
      state: string;
    }>`select state from message where about_id = ${signalId}`.execute(house.database.db);
    expect(rows).toEqual([{ state: 'withheld' }]);
  });

  test('a hold keeps the report and not the number, unless the order names it', async () => {
    const hold = (signalId: string, keepsNumber: boolean) =>
      house.call(
        'POST',
        `/v1/signals/${signalId}/hold`,
        { basis: 'court-order', reason: 'Case 24-114.', keepsNumber },
        { 'alight-actor': supervisorId },
      );
    const [without, named] = [
      await report(house, safe('816-555-0125')),
      await report(house, safe('816-555-0126')),
    ];
    expect((await hold(without.signalId, false)).statusCode).toBe(200);
    expect((await hold(named.signalId, true)).statusCode).toBe(200);
    await house.wait(40 * day);
    expect((await opened(house, without.signalId)).safeContact).toBe('no-longer-kept');
    expect((await opened(house, named.signalId)).safeContact).toBe('kept');
  });
});

test('the number is in no row as text, in no line of the log and in no file of the data folder', async () => {
  const forms = new Map([['number', formsOf('8165550121')]]);
  const { searchFolder } = await import('../support/canary/search.ts');
  expect(foundIn(Buffer.from(house.log.lines.join('\n')), forms)).toEqual([]);
  expect((await searchFolder(join(house.folder), forms)).found).toEqual([]);
  for (const table of ['kept_number', 'message', 'signal', 'due', 'search_term', 'audit_leaf']) {
    const { rows } = await sql<{
      all: string | null;
    }>`select string_agg(t::text, ' ') as all from ${sql.table(table)} t`.execute(house.database.db);
    expect([table, foundIn(Buffer.from(rows[0]!.all ?? ''), forms)]).toEqual([table, []]);
  }
});
