/** Of two areas that share a border each point of it belongs to one: no county is told twice, and none is left out. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Area, contains, indexAreas, locateIndex } from './index.ts';

type Corner = readonly [lon: number, lat: number];
const area = (fips: string, ...corners: readonly Corner[]): Area => ({
  fips,
  rings: [Float64Array.from(corners.flat())],
});
const owners = (areas: readonly Area[], [lon, lat]: Corner) =>
  areas.filter((one) => contains(one, lon, lat)).map(({ fips }) => fips);

describe('a border', () => {
  // Four squares around the middle, and a slanted line through the two on the right.
  const field = [
    area('southwest', [0, 0], [1, 0], [1, 1], [0, 1]),
    area('southeast', [1, 0], [2, 0], [2, 0.5], [1, 1]),
    area('northwest', [0, 1], [1, 1], [1, 2], [0, 2]),
    area('northeast', [1, 1], [2, 0.5], [2, 2], [1, 2]),
  ];

  test.each<[string, Corner, string]>([
    ['the corner of all four', [1, 1], 'northeast'],
    ['an upright edge', [1, 0.25], 'southeast'],
    ['a level edge', [0.5, 1], 'northwest'],
    ['the lower left corner of the field', [0, 0], 'southwest'],
    ['the end of a level edge', [0, 1], 'northwest'],
    ['the lower end of an upright edge', [1, 0], 'southeast'],
  ])('%s belongs to one', (_name, point, owner) => {
    expect(owners(field, point)).toEqual([owner]);
  });

  test('outside there is nobody', () => {
    for (const point of [
      [-0.001, 0.5],
      [2.001, 1],
      [1, 2.001],
      [1, -0.001],
    ] as const)
      expect(owners(field, point)).toEqual([]);
  });

  test('the far edges of the field belong to whoever lies beyond', () => {
    expect(owners(field, [0.5, 2])).toEqual([]);
    expect(owners(field, [2, 1])).toEqual([]);
  });

  // A jagged line from bottom to top, shared by an area on its left and one on its right, at coarse steps so that points hit it.
  const step = fc.integer({ min: -4, max: 4 }).map((n) => n / 4);
  const line = fc
    .tuple(
      fc.array(step, { minLength: 2, maxLength: 7 }),
      fc.array(fc.boolean(), { minLength: 7, maxLength: 7 }),
    )
    .map(([lons, level]) => {
      let lat = -1;
      const middle = lons.map((lon, i): Corner => {
        if (!level[i] && i > 0) lat = Math.min(1, lat + 0.25);
        return [lon, lat];
      });
      return [...middle, [lons[lons.length - 1]!, 1]] as readonly Corner[];
    });
  const pair = (shared: readonly Corner[]) => [
    area('left', ...shared, [-2, 1], [-2, -1]),
    area('right', [2, -1], [2, 1], ...[...shared].reverse()),
  ];

  test('every point of it, and every vertex, belongs to exactly one of two neighbours', () => {
    fc.assert(
      fc.property(line, fc.nat(), fc.integer({ min: 0, max: 8 }), (shared, pick, eighth) => {
        const i = pick % (shared.length - 1);
        const [[x1, y1], [x2, y2]] = [shared[i]!, shared[i + 1]!];
        const on: Corner = [x1 + ((x2 - x1) * eighth) / 8, y1 + ((y2 - y1) * eighth) / 8];
        // The top belongs to whoever lies beyond it.
        fc.pre(on[1] < 1);
        expect(owners(pair(shared), on)).toHaveLength(1);
      }),
      { numRuns: 500 },
    );
  });

  test('every point between belongs to exactly one, and the grid agrees', () => {
    const inside = fc.integer({ min: -63, max: 63 }).map((n) => n / 64);
    fc.assert(
      fc.property(line, inside, inside, (shared, lon, lat) => {
        const areas = pair(shared);
        const [owner, ...others] = owners(areas, [lon, lat]);
        expect(others).toEqual([]);
        expect(areas[locateIndex(indexAreas(areas), lon, lat)]?.fips).toBe(owner);
      }),
    );
  });
});
