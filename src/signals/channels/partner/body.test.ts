/** Whatever an app sends, a report comes out or a refusal in words; in danger a report comes out wherever there is one. */
import { readdir, readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Refusal } from '../../../platform/index.ts';
import { signalInput } from '../../input.ts';
import { signalOf, wordsLimits } from './body.ts';
import { readReport } from './mending.ts';

const folder = 'src/signals/channels/partner/fixtures';

const empty = (value: unknown): boolean =>
  value === null || value === false || /^(""|\[\]|\{\})$/.test(JSON.stringify(trimmed(value)));
const trimmed = (value: unknown) => (typeof value === 'string' ? value.replaceAll('\0', '').trim() : value);

describe('a body', () => {
  test('of each fixture becomes a report as every other channel hands it in', async () => {
    const names = await readdir(folder);
    expect(names.length).toBeGreaterThan(3);
    for (const name of names) {
      const { about, body } = JSON.parse(await readFile(`${folder}/${name}`, 'utf8'));
      expect(about.length, name).toBeGreaterThan(20);
      const input = signalOf(readReport(body, true).report, 'river-runner');
      expect(signalInput.safeParse(input).success, name).toBe(true);
      expect(input).toMatchObject({ channel: 'partner', relation: 'transport-worker', door: 'professional' });
    }
  });

  test('whose trip is in no timetable here keeps its number as words', () => {
    const { report } = readReport({ observations: ['watched'], trip: { tripId: '311' } }, true);
    expect(signalOf(report, null).transit).toEqual({ line: '311' });
  });

  test('of any kind at all gives a report or a refusal in words', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.boolean(), (body, forgiving) => {
        try {
          readReport(body, forgiving);
        } catch (error) {
          expect(error).toBeInstanceOf(Refusal);
        }
      }),
    );
  });

  test('in danger now loses no words to anything else that is in it', () => {
    const junk = fc.dictionary(
      fc.constantFrom('trip', 'vehicle', 'contact', 'place', 'observations', 'crewId', 'language', 'x'),
      fc.jsonValue(),
      { maxKeys: 6 },
    );
    fc.assert(
      fc.property(junk, (more) => {
        const body = { ...more, danger: 'imminent', narrative: 'He has a knife.' };
        const { report } = readReport(body, true);
        expect([report.narrative, report.danger]).toEqual(['He has a knife.', 'imminent']);
      }),
      { numRuns: 1000 },
    );
  });

  const named = 'Deputy Ray Holt (invented), Clay County';
  test.each<[string, unknown, string]>([
    ['a list', [named, 'her uncle'], `${named}; her uncle`],
    ['an object', { name: named, badge: '12' }, `name: ${named}; badge: 12`],
    ['a list of objects', [{ agency: named }], `agency: ${named}`],
    ['a number', 816, '816'],
    ['only yes', true, '(something was named here that could not be read: ask)'],
    ['empty things', [[], {}], '(something was named here that could not be read: ask)'],
    ['too long', `${named} ${'x'.repeat(5_000)}`, `${named} x`],
  ])('in danger now keeps who must not be told, also as %s', (_what, doNotTell, kept) => {
    const { report, leftOut } = readReport({ danger: 'imminent', narrative: 'A knife.', doNotTell }, true);
    expect(report.doNotTell?.startsWith(kept), report.doNotTell).toBe(true);
    expect(report.doNotTell!.length).toBeLessThanOrEqual(wordsLimits.doNotTell);
    expect(leftOut).toEqual(['doNotTell']);
  });

  test.each([[null], [''], [' \0 '], [[]], [{}], [false]])(
    'in danger now that names nobody (%j) holds nobody up',
    (doNotTell) => {
      const { report } = readReport({ danger: 'imminent', narrative: 'A knife.', doNotTell }, true);
      expect(report.doNotTell).toBeUndefined();
    },
  );

  test('in danger now whose words are too long keeps them to their length, and says that there were more', () => {
    const body = {
      danger: 'imminent',
      narrative: `He has a knife. ${'🔪'.repeat(20_000)}`,
      ownWords: ['Help me.', 'He has my papers.'],
    };
    const { report, leftOut, note } = readReport(body, true);
    const input = signalOf(report, null, note);
    expect(input.narrative).toMatch(/^He has a knife\. 🔪.*\[From Alight.*narrative; ownWords\]$/su);
    expect(input.ownWords).toBe('Help me.; He has my papers.');
    expect(signalInput.safeParse(input).success).toBe(true);
    expect(leftOut).toEqual(['narrative', 'ownWords']);
  });

  test('in danger now tells staff what was left out, and where it may be kept what it said', () => {
    const body = {
      danger: 'imminent',
      observations: ['has-a-knife'],
      place: 'Union Station, platform 3',
      alightingStop: [{ name: 'Kansas City', driver: 'Bo Employee' }],
      crewId: '4411',
      contact: { wire: 'sms', address: '816-555-0155' },
    };
    const { report, leftOut, note } = readReport(body, true);
    const { narrative } = signalOf(report, null, note);
    for (const part of ['has-a-knife', 'Union Station, platform 3', 'Kansas City', 'crewId', 'contact'])
      expect(narrative).toContain(part);
    expect(narrative).not.toMatch(/4411|555-0155|Bo Employee/);
    expect([...leftOut].sort()).toEqual(['alightingStop', 'contact', 'crewId', 'observations.0', 'place']);
  });

  test('in danger now keeps every word field whatever shape it has, within what a report may hold', () => {
    const words = fc.oneof(fc.jsonValue(), fc.string({ maxLength: 6_000, size: 'max' }));
    fc.assert(
      fc.property(words, words, words, (doNotTell, ownWords, narrative) => {
        const body = { danger: 'imminent', observations: ['watched'], doNotTell, ownWords, narrative };
        const { report, note } = readReport(body, true);
        const said = [doNotTell, ownWords, narrative].map((value) => !empty(value));
        expect(
          [report.doNotTell, report.ownWords, report.narrative].map((text) => text !== undefined),
        ).toEqual(said);
        expect(signalInput.safeParse(signalOf(report, null, note)).error).toBeUndefined();
      }),
      { numRuns: 100 },
    );
  });
});
