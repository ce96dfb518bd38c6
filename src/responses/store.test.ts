/** The timeline under load: whoever reads up to a number and goes on from there misses nothing. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { caseOfSignal } from '../cases/index.ts';
import { newId, transaction } from '../platform/index.ts';
import { insertResponse } from './store.ts';
import { say, timelineAfter } from './store-timeline.ts';
import type { PlanView } from './views.ts';

const now = new Date('2026-02-03T15:00:00Z');
const writers = 6;
const linesEach = 10;
let opened: TestDatabase;
beforeAll(async () => {
  opened = await openTestDatabase();
});
afterAll(() => opened.close());

it('gives a reader who resumes every line once and in order, while many write', async () => {
  const { db } = opened;
  const signalId = newId(now);
  const responseId = await transaction(db, async (tx) =>
    insertResponse(
      tx,
      {
        signalId,
        caseId: await caseOfSignal(tx, signalId, now),
        reason: 'A reason in words.',
        description: null,
        confirmedBy: newId(now),
        secondBy: null,
        leadOrganizationId: null,
        leadRole: 'local-law-enforcement',
        plan: { stops: [], roles: [] } as unknown as PlanView,
      },
      now,
    ),
  );
  let writing = true;
  const seen: number[] = [];
  const reader = (async () => {
    for (let last = 0; ; ) {
      const ended = !writing;
      for (const { sequence } of await timelineAfter(db, responseId, last)) {
        seen.push(sequence);
        last = sequence;
      }
      if (ended) return;
    }
  })();
  await Promise.all(
    Array.from({ length: writers }, async (_, writer) => {
      for (let i = 0; i < linesEach; i++)
        await transaction(db, (tx) =>
          say(tx, responseId, { kind: 'test', who: `${writer}`, what: `${i}` }, now),
        );
    }),
  );
  writing = false;
  await reader;
  expect(seen).toEqual(Array.from({ length: writers * linesEach }, (_, i) => i + 1));
});
