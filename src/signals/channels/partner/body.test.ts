/** Whatever an app sends, a report comes out or a refusal in words; in danger a report comes out wherever there is one. */
import { readdir, readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Refusal } from '../../../platform/index.ts';
import { signalInput } from '../../input.ts';
import { readReport, signalOf } from './body.ts';

const folder = 'src/signals/channels/partner/fixtures';

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
});
