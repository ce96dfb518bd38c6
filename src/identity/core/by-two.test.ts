import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { givenByTwo, may, permissions, roleGrantHours, roles, whoCouldAgree, whyNotAgree } from './index.ts';

const at = new Date('2026-02-12T16:50:00Z');
const later = (hours: number) => new Date(at.getTime() + hours * 3_600_000);
const asked = { personId: 'new', askedBy: 'asker', askedAt: at, decided: false };

describe('a role that two give', () => {
  test('is each one with a voice in destroying, in breaking glass or in recoveries, and no other', () => {
    const voices = permissions.filter((one) =>
      ['purges:approve', 'glasses:grant', 'recoveries:decide', 'roles:agree'].includes(one),
    );
    for (const role of roles)
      expect(givenByTwo(role), role).toBe(voices.some((permission) => may(role, permission)));
    expect(roles.filter(givenByTwo)).toEqual(['supervisor', 'hotline-administrator']);
  });

  test.each([
    ['another person, at once', asked, 'second', 'hotline-administrator', at, undefined],
    [
      'a second before it is over',
      asked,
      'second',
      'hotline-administrator',
      later(roleGrantHours - 0.001),
      undefined,
    ],
    ['the moment it is over', asked, 'second', 'hotline-administrator', later(roleGrantHours), 'role-over'],
    ['decided before', { ...asked, decided: true }, 'second', 'hotline-administrator', at, 'role-over'],
    ['whoever asked', asked, 'asker', 'hotline-administrator', at, 'role-second-person'],
    ['the person themselves', asked, 'new', 'hotline-administrator', at, 'role-second-person'],
    ['the asker left', asked, 'second', null, at, 'asker-gone'],
    ['the asker is a supervisor now', asked, 'second', 'supervisor', at, 'asker-gone'],
  ] as const)('%s', (_name, given, by, asker, now, expected) => {
    expect(whyNotAgree(given, by, asker, now)).toBe(expected);
  });

  test('whoever could agree is never whoever asked, nor the person, and is not refused', () => {
    const people = fc.uniqueArray(
      fc.record({ id: fc.constantFrom('asker', 'new', 'a', 'b', 'c'), role: fc.constantFrom(...roles) }),
      { selector: ({ id }) => id },
    );
    fc.assert(
      fc.property(people, (here) => {
        const could = whoCouldAgree(asked, here);
        for (const { id, role } of here)
          expect(could.some((one) => one.id === id)).toBe(
            givenByTwo(role) && whyNotAgree(asked, id, 'hotline-administrator', at) === undefined,
          );
      }),
    );
  });
});
