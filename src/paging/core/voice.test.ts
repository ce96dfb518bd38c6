import { describe, expect, test } from 'vitest';
import {
  afterCall,
  type CallResult,
  callAttemptLimit,
  holdsNumber,
  overdueAgainSeconds,
  pageScript,
  standDownScript,
  type VoiceTaskKind,
} from './index.ts';

describe('a call', () => {
  test.each<[VoiceTaskKind, number, CallResult, string, string]>([
    ['psap', 1, 'confirmed', 'settled', 'the centre has it'],
    ['psap', 1, 'no-answer', 'again', 'danger now does not end with a telephone that rings'],
    ['psap', 1, 'declined', 'again', 'a centre that says no is as unsettled as one that does not answer'],
    ['psap', callAttemptLimit, 'no-answer', 'supervisor', 'bounded, and then somebody decides'],
    ['desk-page', 1, 'no-answer', 'again', 'the desk was not asked'],
    ['desk-page', 1, 'declined', 'settled', 'a no is an answer'],
    ['call-back', 2, 'no-answer', 'again', 'they still think they can be texted'],
    ['stand-down', 1, 'no-answer', 'again', 'nobody is un-notified silently'],
    ['stand-down', 1, 'declined', 'settled', 'they were told'],
  ])('%s, attempt %i, %s → %s: %s', (kind, attempt, result, expected) => {
    expect(afterCall({ kind, attempt }, result)).toBe(expected);
  });

  test('that is overdue alarms less and less often, a 911 centre every five minutes at the longest, and not for ever', () => {
    expect([1, 2, 3, 4, 5].map((alarms) => overdueAgainSeconds('psap', alarms))).toEqual([
      60, 120, 240, 300, 300,
    ]);
    expect([6, 7, 20].map((alarms) => overdueAgainSeconds('desk-page', alarms))).toEqual([1920, 3600, 3600]);
    expect(overdueAgainSeconds('psap', 48)).toBeNull();
  });
});

describe('what is said', () => {
  test('on a page is its offer and its card, and nothing of the detail', () => {
    const script = pageScript({
      code: 'K4F2',
      contactName: 'the desk',
      offer: {
        role: 'Local police',
        area: 'Kansas City',
        time: '10:40 AM CST',
        lead: 'Your agency leads.',
        whoElse: ['State patrol (demo)'],
        card: ['Unconfirmed report.', 'Do not approach crew.'],
        notForReading: 'green coat',
      },
    });
    expect(script).toBe(
      'Ask for the desk. Say: "Alight duty page K4F2. You are asked as: Local police. Where and when: Kansas City, 10:40 AM CST. Your agency leads. Also asked: State patrol (demo). Unconfirmed report. Do not approach crew. Will you take it?" Say nothing more before they accept.',
    );
  });

  test('on a stand-down is the code alone', () => {
    expect(standDownScript('K4F2', 'the desk')).toBe(
      'Call the desk. Say only: "Alight duty page K4F2, you are stood down."',
    );
  });

  test.each([
    ['573-555-0111 ext. 4', true],
    ['ask Bob', false],
    ['desk@agency.example', false],
  ])('whether a person could dial "%s": %s', (text, expected) => {
    expect(holdsNumber(text)).toBe(expected);
  });
});
