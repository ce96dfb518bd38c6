/** The map that a report points at says of a point what the routing makes of it, and holds nothing that should not be on a map. */
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadGeography } from '../../src/geography/index.ts';
import { countyWords } from '../../src/jurisdictions/index.ts';
import { type House, openHouse } from '../support/house.ts';

type At = readonly [number, number];
interface View {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}
interface Ground {
  readonly place: (point: At) => At;
  readonly pointAt: (at: At) => At;
  readonly whole: View;
  readonly ofStates: readonly unknown[];
  readonly borders: readonly unknown[];
}
/** The browser's own file, which has no types. */
const groundFile = '../../web/public/map-ground.js';
const browser: {
  groundOf(map: unknown): Ground;
  spotAt(ground: Ground, at: At): { county?: string; stop?: { name: string; metres: number } };
  within(whole: View, ratio: number, view: Omit<View, 'h'>): View;
  zoomed(view: View, factor: number, at: At): Omit<View, 'h'>;
  namesIn(ground: Ground, view: View, px: number): { text: string; x: number; y: number; side: number }[];
} = await import(groundFile);

describe('the map', () => {
  let house: House;
  let map: { box: readonly number[]; stops: [string, number, number][]; counties: { name: string }[] };
  let ground: Ground;
  beforeAll(async () => {
    house = await openHouse();
    // A map drawn while the timetables cannot be read is one for whoever asks then, and is not kept.
    await house.database.asOwner('alter table transit_stop rename to transit_stop_away');
    const without = await house.call('GET', '/v1/map');
    expect([without.statusCode, without.json().stops]).toEqual([200, []]);
    expect(without.headers['cache-control']).toBe('no-store');
    await house.database.asOwner('alter table transit_stop_away rename to transit_stop');
    map = (await house.call('GET', '/v1/map')).json();
    ground = browser.groundOf(map);
  });
  afterAll(() => house.close());

  test('says of a point the county that the routing asks, but for a hair along the borders', () => {
    const geography = loadGeography();
    const [west, south, east, north] = map.box as [number, number, number, number];
    const home = new Set(map.counties.map(({ name }) => name));
    let [asked, other] = [0, 0];
    for (let i = 0; i < 60; i++)
      for (let j = 0; j < 60; j++) {
        const point = {
          lon: west + ((east - west) * (i + 0.37)) / 60,
          lat: south + ((north - south) * (j + 0.61)) / 60,
        };
        const county = geography.locate(point);
        const words = county ? countyWords(county) : undefined;
        if (words && !home.has(words)) continue;
        asked++;
        if (browser.spotAt(ground, ground.place([point.lon, point.lat])).county !== words) other++;
      }
    expect(asked).toBeGreaterThan(2_000);
    expect(other / asked).toBeLessThan(0.005);
  });

  test('a point comes back from its place', () => {
    const [lon, lat] = ground.pointAt(ground.place([-94.5851, 39.0849]));
    expect([lon.toFixed(5), lat.toFixed(5)]).toEqual(['-94.58510', '39.08490']);
  });

  test('knows a stop by its name, and none that is far', () => {
    expect(browser.spotAt(ground, ground.place([-94.5851, 39.0849])).stop?.name).toBe(
      'Kansas City Union Station',
    );
    expect(browser.spotAt(ground, ground.place([-92.2, 36.8])).stop).toBeUndefined();
  });

  test('however far somebody goes or comes closer, the map stays in the window', () => {
    let view = browser.within(ground.whole, 0.5, { x: 99, y: 99, w: 999 });
    expect(view.w).toBeGreaterThanOrEqual(ground.whole.w);
    expect(view.x + view.w / 2).toBeCloseTo(ground.whole.w / 2);
    const at = [ground.whole.w / 3, ground.whole.h / 3] as const;
    for (let i = 0; i < 40; i++) view = browser.within(ground.whole, 0.5, browser.zoomed(view, 0.6, at));
    expect(view.w).toBe(0.01);
    expect(at[0]).toBeGreaterThanOrEqual(view.x);
    expect(at[0]).toBeLessThanOrEqual(view.x + view.w);
    view = browser.within(ground.whole, 0.5, { ...view, x: -50 });
    expect(view.x).toBe(0);
  });

  test.each([[280], [640]])('at %i px no name lies on another, and each is within', (px) => {
    for (const w of [999, 3, 1, 0.3]) {
      const view = browser.within(ground.whole, 0.6, { x: 0.5, y: 1, w });
      const perPx = view.w / px;
      const boxes = browser.namesIn(ground, view, px).map(({ text, x, y, side }) => {
        const width = text.length * 7 * perPx;
        const left = x - (width * (1 - side)) / 2;
        return [left, left + width, y - 12 * perPx, y] as const;
      });
      expect(boxes.length).toBeGreaterThan(0);
      for (const [i, a] of boxes.entries()) {
        expect(a[0]).toBeGreaterThanOrEqual(view.x);
        expect(a[1]).toBeLessThanOrEqual(view.x + view.w);
        for (const b of boxes.slice(i + 1))
          expect(a[0] < b[1] && a[1] > b[0] && a[2] < b[3] && a[3] > b[2]).toBe(false);
      }
    }
  });

  test('holds counties, lines and stops and no more: no provider, and no shelter at all', async () => {
    expect(Object.keys(map).sort()).toEqual(['borders', 'box', 'counties', 'lines', 'stops']);
    const stops = await house.database.db.selectFrom('transit_stop').select('name').execute();
    for (const [name] of map.stops) expect(stops.map((stop) => stop.name)).toContain(name);
    const { body } = await house.call('GET', '/v1/map');
    expect(body).not.toMatch(/shelter|refuge|advocate/i);
    expect(ground.ofStates.length).toBeLessThan(ground.borders.length / 2);
  });

  test('is the same for everybody, small when packed, and may be kept', async () => {
    const answer = await house.call('GET', '/v1/map', undefined, { 'accept-encoding': 'gzip, br' });
    expect(answer.headers).toMatchObject({
      'content-encoding': 'gzip',
      'cache-control': 'public, max-age=600',
    });
    expect(answer.headers['set-cookie']).toBeUndefined();
    expect(answer.rawPayload.length).toBeLessThan(20_000);
    const { body } = await house.call('GET', '/v1/map?lon=-94.5&lat=39');
    expect(gzipSync(body).length).toBeLessThan(20_000);
    expect(JSON.parse(body)).toEqual(map);
  });
});
