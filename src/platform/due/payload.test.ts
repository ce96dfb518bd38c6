/** A due row carries ids, codes, numbers and instants: words are refused where they would be stored, and are not said in the refusal. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { emit, newId, scheduleDue, transaction } from '../index.ts';
import { wordsIn } from './payload.ts';

const now = new Date('2026-02-12T16:50:00Z');
const id = newId(now);
let opened: TestDatabase;
beforeAll(async () => {
  opened = await openTestDatabase();
});
afterAll(() => opened.close());

describe('what waits in the clear', () => {
  it.each<[string, unknown]>([
    ['an id', id],
    ['a code', 'role-unfilled'],
    ['a code of two parts', 'event:passed-on'],
    ['a page code', 'K4F2'],
    ['an instant', now.toISOString()],
    ['a date', now],
    ['a number', 7],
    ['yes or no', false],
    ['nothing', null],
    ['not there', undefined],
    ['an empty code', ''],
    ['a list of ids', [id, id]],
  ])('may be %s', (_what, value) => {
    expect(wordsIn({ value })).toEqual([]);
  });
  it.each<[string, unknown]>([
    ['a sentence', 'Nobody is left to ask.'],
    ['a name', 'Dana'],
    ['two words', 'her husband'],
    ['a telephone number', '+18165550187'],
    ['a telephone number as written', '816-555-0187'],
    ['an address', 'a@b.example'],
    ['a word in another script', 'мария'],
    ['a long word', 'a'.repeat(49)],
    ['a list with a name', [id, 'Dana']],
    ['something nested', { reason: 'a' }],
    ['a list of lists', [['a']]],
    ['an id with a line behind it', `${id}\nDana`],
  ])('is never %s', (_what, value) => {
    expect(wordsIn({ value })).toEqual(['value']);
  });
  it('has no words for its names', () => {
    expect(wordsIn({ 'Her husband': 1 })).toEqual(['a name']);
  });

  const words = 'Her husband is a deputy there.';
  it.each([
    [
      'an event',
      () =>
        transaction(opened.db, (tx) =>
          emit(tx, { name: 'told', subjectId: id, payload: { why: words } }, now),
        ),
    ],
    [
      'a timer',
      () =>
        transaction(opened.db, (tx) =>
          scheduleDue(tx, { kind: 'timer', subjectId: id, dueAt: now, payload: { why: words } }),
        ),
    ],
    [
      "a timer's dedupe key",
      () =>
        transaction(opened.db, (tx) =>
          scheduleDue(tx, { kind: 'timer', subjectId: id, dueAt: now, dedupeKey: words }),
        ),
    ],
  ])('is refused as %s that holds words, and nothing is stored', async (_what, attempt) => {
    const error = await attempt().then(
      () => undefined,
      (thrown: Error) => thrown,
    );
    expect(error?.message).toContain('would hold words');
    expect(error?.message).not.toContain('husband');
    expect(await opened.db.selectFrom('due').select('id').execute()).toEqual([]);
  });
});
