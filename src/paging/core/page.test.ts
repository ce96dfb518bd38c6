import { describe, expect, test } from 'vitest';
import { dutyText, movePage, type PageMove, type PageState, rungSeconds, seesDetail } from './index.ts';

describe('a page', () => {
  test.each<[PageState, PageMove, string, string]>([
    ['notified', 'open', 'delivered', 'opening the link proves delivery'],
    ['delivered', 'accept', 'accepted', 'the usual way'],
    ['timed-out', 'accept', 'accepted', 'a late yes is still a yes'],
    ['accepted', 'accept', 'same', 'a second tap changes nothing'],
    ['accepted', 'decline', 'declined', 'someone who cannot come after all says so'],
    ['declined', 'accept', 'page-declined', 'the next unit is on its way: this is settled by phone'],
    ['accepted', 'en-route', 'en-route', 'with an expected time'],
    ['en-route', 'en-route', 'en-route', 'a new expected time'],
    ['staged', 'en-route', 'same', 'a late message does not undo being in place'],
    ['notified', 'staged', 'page-not-accepted', 'nobody is in place who has not accepted'],
    ['released', 'accept', 'page-stood-down', 'an acknowledgement after the stand-down'],
    ['released', 'staged', 'page-stood-down', 'the same later on'],
    ['released', 'release', 'same', 'a stand-down comes once'],
    ['released', 'outcome', 'page-not-accepted', 'who never said yes was not there'],
    ['declined', 'outcome', 'page-not-accepted', 'nor was who said no'],
    ['notified', 'outcome', 'page-not-accepted', 'who was not there knows no outcome'],
    ['accepted', 'time-out', 'same', 'an answer in time beats the timer'],
    ['staged', 'all-clear', 'not-the-lead', 'only the lead gives the all-clear'],
  ])('%s + %s → %s: %s', (state, move, expected) => {
    const result = movePage(state, move);
    expect(result.kind === 'moved' ? result.to : result.kind === 'refused' ? result.code : 'same').toBe(
      expected,
    );
  });

  test.each<PageState>(['released', 'declined'])(
    'what became of it may still be told when %s, by who had accepted',
    (state) => {
      expect(movePage(state, 'outcome', { wasAccepted: true })).toEqual({ kind: 'moved', to: state });
    },
  );

  test('the lead gives the all-clear', () => {
    expect(movePage('staged', 'all-clear', { isLead: true }).kind).toBe('moved');
  });

  test('details are seen only by those who are coming', () => {
    const states: PageState[] = [
      'notified',
      'delivered',
      'accepted',
      'declined',
      'timed-out',
      'en-route',
      'staged',
      'released',
    ];
    expect(states.filter(seesDetail)).toEqual(['accepted', 'en-route', 'staged']);
  });

  test('the text says a code, a link and a number, and nothing else', () => {
    expect(
      dutyText({ code: 'K4F2', origin: 'http://localhost:8080', token: 't', phone: '816-555-0142' }),
    ).toBe('Alight duty page K4F2. Open http://localhost:8080/p/t or call 816-555-0142.');
  });

  test('rungs share the time, and none is shorter than ten seconds', () => {
    expect(rungSeconds(120, 3)).toBe(40);
    expect(rungSeconds(20, 4)).toBe(10);
  });
});
