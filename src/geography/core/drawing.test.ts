/** Lines for a map: fewer points without a gap, small numbers that come back as they were, and a picture of what lies around a point. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { boxesMeet, boxOf, type Pair, pack, packAll, simplify, unpack } from './drawing.ts';
import { type DrawnMap, milesOf, nearestStop, pictureHeight, pictureOf, pictureWidth } from './picture.ts';

const line = fc.array(
  fc.tuple(fc.double({ min: -180, max: 180, noNaN: true }), fc.double({ min: -90, max: 90, noNaN: true })),
  {
    minLength: 2,
    maxLength: 60,
  },
);
const away = ([x, y]: Pair, [x1, y1]: Pair, [x2, y2]: Pair): number => {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const length = dx * dx + dy * dy;
  const t = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - x1) * dx + (y - y1) * dy) / length));
  return Math.hypot(x1 + t * dx - x, y1 + t * dy - y);
};

describe('a line', () => {
  test('keeps its ends, and no point that is left out is further away than it may be', () => {
    fc.assert(
      fc.property(line, fc.double({ min: 0.001, max: 20, noNaN: true }), (points, tolerance) => {
        const kept = simplify(points, tolerance);
        expect([kept[0], kept.at(-1)]).toEqual([points[0], points.at(-1)]);
        for (const point of points) {
          const nearest = Math.min(...kept.slice(1).map((end, i) => away(point, kept[i]!, end)));
          expect(nearest).toBeLessThanOrEqual(tolerance + 1e-9);
        }
      }),
    );
  });

  test('a straight one is its two ends, and a bend stays', () => {
    expect(
      simplify(
        [
          [0, 0],
          [1, 0],
          [2, 0],
        ],
        0.1,
      ),
    ).toEqual([
      [0, 0],
      [2, 0],
    ]);
    expect(
      simplify(
        [
          [0, 0],
          [1, 1],
          [2, 0],
        ],
        0.1,
      ),
    ).toHaveLength(3);
  });

  test('comes back from its packing within a thousandth of a degree', () => {
    fc.assert(
      fc.property(line, (points) => {
        const back = unpack(pack(points));
        expect(back).toHaveLength(points.length);
        back.forEach(([lon, lat], i) => {
          expect(Math.abs(lon - points[i]![0])).toBeLessThanOrEqual(0.00051);
          expect(Math.abs(lat - points[i]![1])).toBeLessThanOrEqual(0.00051);
        });
      }),
    );
  });

  test('all together they have no more points than may be, and each its ends', () => {
    const jagged = (turns: number): Pair[] =>
      Array.from({ length: turns }, (_, i) => [i / 100, (i % 2) / 50] as const);
    const packed = packAll([jagged(500), jagged(700)], 100);
    expect(packed.flat().length / 2).toBeLessThanOrEqual(100);
    for (const each of packed) expect(each.length).toBeGreaterThanOrEqual(4);
    expect(packAll([jagged(500)], 1_000)[0]!.length / 2, 'where there is room nothing is lost').toBe(500);
  });

  test('boxes meet where they touch, and not beyond', () => {
    const box = boxOf([
      [
        [0, 0],
        [2, 1],
      ],
    ]);
    expect(box).toEqual([0, 0, 2, 1]);
    expect(boxesMeet(box, [2, 1, 3, 3])).toBe(true);
    expect(boxesMeet(box, [2.1, 0, 3, 3])).toBe(false);
  });
});

describe('a point', () => {
  const stops = [
    ['Gateway', -90.2, 38.62],
    ['Union', -94.585, 39.085],
  ] as const;

  test.each([
    [{ lon: -94.585, lat: 39.085 }, 'Union', 0],
    [{ lon: -94.585, lat: 39.185 }, 'Union', 11_120],
    [{ lon: -92, lat: 38.8 }, undefined, undefined],
  ])('%j is nearest to %s', (point, name, metres) => {
    const found = nearestStop(stops, point);
    expect(found?.name).toBe(name);
    if (metres !== undefined) expect(Math.abs(found!.metres - metres)).toBeLessThan(10);
  });

  test.each([
    [160, 0.1],
    [1_609, 1],
    [2_500, 1.6],
    [33_000, 21],
  ])('%i m are %s miles', (metres, miles) => {
    expect(milesOf(metres)).toBe(miles);
  });

  const map: DrawnMap = {
    box: [-96, 36, -89, 41],
    borders: [
      pack([
        [-95, 39],
        [-94, 39],
      ]),
      pack([
        [-90, 37],
        [-89, 37],
      ]),
    ],
    counties: [],
    stops: [...stops, ['Union bus', -94.5849, 39.0851]],
    lines: [[0, 1]],
  };

  test('stands in the middle of its picture, with what is near and nothing that is far', () => {
    const picture = pictureOf(map, { lon: -94.585, lat: 39.085 });
    expect(picture.stops).toEqual([{ name: 'Union', x: pictureWidth / 2, y: pictureHeight / 2 }]);
    expect(picture.borders.match(/M/g)).toHaveLength(1);
    expect(picture.lines).toContain('M');
    // East is right and north is up.
    const moved = pictureOf(map, { lon: -94.685, lat: 38.985 }).stops[0]!;
    expect(moved.x).toBeGreaterThan(pictureWidth / 2);
    expect(moved.y).toBeLessThan(pictureHeight / 2);
  });
});
