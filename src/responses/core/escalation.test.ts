/** The escalation's table: who is asked next, how long they have, and that silence never wins. */
import { describe, expect, it } from 'vitest';
import { type AskedPage, ackTimeoutSeconds, type Candidate, nextStep } from './escalation.ts';

const now = new Date('2026-02-03T15:00:00Z');
const inSeconds = (seconds: number) => new Date(now.getTime() + seconds * 1000);
const candidate = (organizationId: string, slackSeconds: number | null = 600): Candidate => ({
  organizationId,
  organizationName: `${organizationId} (demo)`,
  notifyBy: slackSeconds === null ? null : inSeconds(slackSeconds),
});
const three = [candidate('a'), candidate('b'), candidate('c')];

describe('who is asked next', () => {
  const table: {
    reason: string;
    candidates?: Candidate[];
    pages?: AskedPage[];
    doNotTell?: string[];
    expected: string;
  }[] = [
    { reason: 'nobody was asked yet', expected: 'ask a' },
    {
      reason: 'one who is being asked has time',
      pages: [{ organizationId: 'a', state: 'asked' }],
      expected: 'wait',
    },
    {
      reason: 'delivered is not answered, but asked',
      pages: [{ organizationId: 'a', state: 'delivered' }],
      expected: 'wait',
    },
    { reason: 'a no goes on', pages: [{ organizationId: 'a', state: 'declined' }], expected: 'ask b' },
    { reason: 'no answer goes on', pages: [{ organizationId: 'a', state: 'timed-out' }], expected: 'ask b' },
    {
      reason: 'an unreachable one goes on',
      pages: [{ organizationId: 'a', state: 'undeliverable' }],
      expected: 'ask b',
    },
    {
      reason: 'one who is coming ends the asking',
      pages: [
        { organizationId: 'a', state: 'timed-out' },
        { organizationId: 'b', state: 'acknowledged' },
      ],
      expected: 'wait',
    },
    {
      reason: 'whom the person named is never asked',
      doNotTell: ['a', 'b'],
      expected: 'ask c',
    },
    {
      reason: 'whom the person named is not asked when all others said no',
      doNotTell: ['c'],
      pages: [
        { organizationId: 'a', state: 'declined' },
        { organizationId: 'b', state: 'declined' },
      ],
      expected: 'nobody',
    },
    {
      reason: 'one who was stood down may be asked again when the other turned back',
      pages: [
        { organizationId: 'a', state: 'stood-down' },
        { organizationId: 'b', state: 'declined' },
      ],
      expected: 'ask a',
    },
    { reason: 'no candidate is a gap that has to be said', candidates: [], expected: 'nobody' },
    {
      reason: 'when soon only one could still come there is no time for turns',
      candidates: [candidate('a', 59), candidate('b', 59), candidate('c', 400)],
      expected: 'ask a b c at once',
    },
    {
      reason: 'two others can still come after the one who drops out soon',
      candidates: [candidate('a', 59), candidate('b', 400), candidate('c', 400)],
      expected: 'ask a',
    },
    {
      reason: 'one who is too far away does not hurry those who are near',
      candidates: [candidate('far', -900), candidate('near', 900)],
      expected: 'ask near',
    },
    {
      reason: 'when nobody can be in time everyone is asked all the same',
      candidates: [candidate('a', -60), candidate('b', -900)],
      expected: 'ask a b at once',
    },
    {
      reason: 'a minute is enough for turns',
      candidates: [candidate('a', 60), candidate('b', 400)],
      expected: 'ask a',
    },
    {
      reason: 'a place has no deadline',
      candidates: [candidate('a', null), candidate('b', null)],
      expected: 'ask a',
    },
  ];
  it.each(table)(
    '$expected, because $reason',
    ({ candidates = three, pages = [], doNotTell = [], expected }) => {
      const step = nextStep({ candidates, pages, doNotTell, now });
      const words =
        step.kind === 'ask'
          ? `ask ${step.candidates.map((found) => found.organizationId).join(' ')}${step.allAtOnce ? ' at once' : ''}`
          : step.kind;
      expect(words).toBe(expected);
    },
  );
});

describe('the time to answer', () => {
  const table = [
    { slack: 600, left: 3, expected: 120, reason: 'nobody needs more than two minutes' },
    { slack: 240, left: 3, expected: 80, reason: 'the slack is shared' },
    { slack: 30, left: 3, expected: 20, reason: 'nobody can answer in less than twenty seconds' },
    { slack: -500, left: 1, expected: 20, reason: 'late is still asked' },
    { slack: null, left: 2, expected: 120, reason: 'a place has no deadline' },
  ];
  it.each(table)('is $expected seconds, because $reason', ({ slack, left, expected }) => {
    expect(ackTimeoutSeconds(slack, left)).toBe(expected);
  });
});
