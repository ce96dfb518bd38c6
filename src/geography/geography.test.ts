/** The counties as they are: names that repeat, and the railroad that a simplified line puts across the river. */
import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Geography, loadGeography } from './index.ts';

describe('the counties', () => {
  let geography: Geography;
  beforeAll(() => {
    geography = loadGeography();
  });

  test.each([
    ['29510', 'St. Louis city', { lon: -90.2039, lat: 38.6242 }],
    ['29189', 'St. Louis County', { lon: -90.4068, lat: 38.5809 }],
    ['24510', 'Baltimore city', { lon: -76.6122, lat: 39.2904 }],
    ['29095', 'Jackson', { lon: -94.5851, lat: 39.0849 }],
  ])('%s is %s', (fips, name, point) => {
    expect(geography.county(fips)?.countyName).toBe(name);
    expect(geography.locate(point)?.countyFips).toBe(fips);
  });

  test('no two of one state share a name', () => {
    const names = geography.counties('29').map(({ countyName }) => countyName);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toHaveLength(115);
  });

  test('a train’s way crosses them in order, and without a gap in time where it stays on land', async () => {
    const lines = (await readFile('database/demo/transit/river-runner/stops.txt', 'utf8')).trim().split('\n');
    const path = lines.slice(1).map((line, index) => {
      const fields = line.split(',');
      return {
        lat: Number(fields.at(-2)),
        lon: Number(fields.at(-1)),
        at: new Date(Date.UTC(2024, 1, 12, 14, 15 + index * 38)),
      };
    });
    const crossed = geography.corridorTimes(path);
    expect(crossed[0]).toMatchObject({ countyFips: '29510', enterAt: path[0]!.at });
    expect(crossed[1]?.countyFips).toBe('29189');
    expect(crossed.at(-1)).toMatchObject({ countyFips: '29095', exitAt: path.at(-1)!.at });
    for (let i = 0; i < crossed.length; i++) {
      expect(crossed[i]!.enterAt.getTime()).toBeLessThanOrEqual(crossed[i]!.exitAt.getTime());
      if (i > 0) {
        expect(crossed[i]!.enterAt.getTime()).toBeGreaterThanOrEqual(crossed[i - 1]!.exitAt.getTime() - 1);
        expect(crossed[i]!.countyFips).not.toBe(crossed[i - 1]!.countyFips);
      }
    }
  });

  test('a crossing of 0.4 km is brief for a train and not for somebody on foot', () => {
    // South of Eureka the simplified line of St. Louis County reaches 411 m into this way through Jefferson County.
    const [from, to] = [
      { lon: -90.72, lat: 38.45 },
      { lon: -90.66, lat: 38.45 },
    ];
    const stretch = geography.corridor([from, to]).find(({ countyFips }) => countyFips === '29189')!;
    expect(stretch.exitMetres - stretch.enterMetres).toBeCloseTo(411, 0);
    const at = (metresPerSecond: number) => {
      const seconds = geography.corridor([from, to]).at(-1)!.exitMetres / metresPerSecond;
      return geography.corridorTimes([
        { ...from, at: new Date(0) },
        { ...to, at: new Date(seconds * 1000) },
      ]);
    };
    expect(at(25).map(({ countyFips, brief }) => [countyFips, brief])).toEqual([
      ['29099', false],
      ['29189', true],
      ['29099', false],
    ]);
    expect(at(1.4).map(({ brief }) => brief)).toEqual([false, false, false]);
  });
});
