/** The map of a report: a point by touch, mouse or keyboard, said in words, carried with the report and taken away again; without scripts nothing is missing. */
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { narrow, type Visitor, visitor, wide } from '../support/browser.ts';
import { advocate, hold, openScene, type Scene, toReportPage } from './scene.ts';

const narrative = 'Someone else holds her ticket.';
/** Union Station in Kansas City, by the demonstration's timetable. */
const unionStation = { lon: -94.5851, lat: 39.0849 };
const scriptLimitBytes = 10_000;
const mapLimitBytes = 30_000;

describe('the map of a report', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene();
  });
  afterAll(() => scene.close());

  const toWhere = async (
    options: { javaScript?: boolean; viewport?: typeof narrow; touch?: boolean; language?: string } = {},
  ): Promise<Visitor> => {
    const { javaScript = true, viewport = wide, language = '' } = options;
    const person = await visitor(scene.browser, scene.instance.origin, { javaScript, viewport });
    const { page } = person;
    await page.goto(`${language}/report?door=tip`);
    await page.locator('textarea[name=narrative]').fill(narrative);
    for (let turned = 1; turned < 3; turned++)
      await page.locator('#report button[name=go][value=next]').click();
    return person;
  };
  const sheet = (page: Page) => page.locator('.map svg');
  const said = (page: Page) => page.locator('.map [role=status]');
  const open = async (page: Page) => {
    await page.locator('[data-map-open]').click();
    await sheet(page).waitFor();
  };
  const point = async (page: Page) => {
    const [lon, lat] = (await page.locator('input[name=point]').inputValue()).split(',').map(Number);
    return { lon, lat };
  };
  const find = async (page: Page, label: string) => {
    await page.locator('#map-list').selectOption({ label });
    await page.locator('.map__find button').click();
  };
  /** Sends the form from its last page. @returns the report as staff have it */
  const sent = async (page: Page) => {
    const queue = async () =>
      (await scene.client.get<{ queue: { signalId: string }[] }>('/v1/queue', advocate)).queue;
    const before = new Set((await queue()).map(({ signalId }) => signalId));
    await toReportPage(page, 8);
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    const { signalId } = (await queue()).find((entry) => !before.has(entry.signalId))!;
    const report = await scene.client.get<{ place: Record<string, unknown> | null }>(
      `/v1/signals/${signalId}`,
      advocate,
    );
    return { signalId, ...report };
  };

  test('by keyboard alone: a stop is found, the pin moved, and said in words', async () => {
    const person = await toWhere();
    const { page } = person;
    await page.locator('[data-map-open]').focus();
    await page.keyboard.press('Enter');
    await sheet(page).waitFor();
    expect(await said(page).innerText()).toBe('No point is chosen.');
    await hold(person, 'report map as it opens', true);
    await sheet(page).focus();
    // Opened, the map has the focus; what stands before it is reached backwards.
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Shift+Tab');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('map-list');
    await page.keyboard.type('Kansas City Union');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect.poll(() => said(page).innerText()).toContain('Jackson County, Missouri');
    expect(await said(page).innerText()).toMatch(/at .*Kansas City Union Station/);
    expect(await point(page)).toEqual(unionStation);
    await page.keyboard.press('Tab');
    for (let i = 0; i < 12; i++) await page.keyboard.press('ArrowUp');
    const moved = await point(page);
    expect(moved.lon).toBeCloseTo(unionStation.lon, 4);
    expect(moved.lat).toBeGreaterThan(unionStation.lat + 0.02);
    await expect.poll(() => said(page).innerText()).toMatch(/about .* miles?\W+from/);
    await page.keyboard.press('Delete');
    expect(await page.locator('input[name=point]').inputValue()).toBe('');
    await expect.poll(() => said(page).innerText()).toBe('No point is chosen.');
    await page.keyboard.press('Enter');
    expect(await page.locator('input[name=point]').inputValue()).not.toBe('');
    await hold(person, 'report map', true);
    await person.context.close();
  });

  test('by mouse: a click puts the pin there, a drag moves the map, and the report carries it to staff', async () => {
    const { page, context } = await toWhere();
    await open(page);
    await find(page, 'Kansas City Union Station');
    const box = (await sheet(page).boundingBox())!;
    const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    await page.mouse.move(middle.x, middle.y);
    await page.mouse.down();
    await page.mouse.move(middle.x - 100, middle.y, { steps: 5 });
    await page.mouse.up();
    expect(await point(page), 'a drag chooses nothing').toEqual(unionStation);
    await page.mouse.click(middle.x, middle.y);
    const chosen = await point(page);
    // The middle is now a hundred pixels east of where it was, of a view of a fifth of a degree's width.
    expect(chosen.lon).toBeGreaterThan(unionStation.lon + 0.01);
    expect(chosen.lat).toBeCloseTo(unionStation.lat, 2);
    await toReportPage(page, 8);
    expect(await page.locator('main').innerText()).toMatch(
      /Point on the map\s+Point: .*Jackson County, Missouri.*about .*miles/,
    );
    const { signalId, place } = await sent(page);
    expect(place).toEqual({ point: chosen });
    expect(await page.locator('.sheet').first().textContent()).toContain('Jackson County, Missouri');
    await context.close();

    // The plan is made for the place of the point: its county's agencies, with nothing linked by hand.
    const plan = await scene.client.post<{ stops: { name: string; lon: number }[] }>(
      '/v1/meeting-plans',
      { signalId },
      advocate,
    );
    expect(plan.stops[0]).toMatchObject({ lon: chosen.lon, name: 'the place on the map' });
    expect(JSON.stringify(plan)).toContain('Jackson County, Missouri');

    const desk = await visitor(scene.browser, scene.instance.origin, { javaScript: true });
    await desk.page.goto(`/console/signals/${signalId}`);
    const figure = desk.page.locator('.spot');
    expect(await figure.innerText()).toMatch(/Jackson County, Missouri, about .* from .*39\.08/);
    expect(await figure.getByRole('img').getAttribute('aria-label')).toContain('Jackson County, Missouri');
    await hold(desk, 'console report with a point');
    await desk.context.close();
  });

  test('by touch at 320 px: a tap chooses, two fingers come closer', async () => {
    const person = await toWhere({ viewport: narrow });
    const { page } = person;
    await open(page);
    const box = (await sheet(page).boundingBox())!;
    expect(box.width).toBeLessThan(300);
    const touch = await page.context().newCDPSession(page);
    const at = (x: number, y: number) => ({ x: box.x + x, y: box.y + y });
    const dispatch = (
      type: 'touchStart' | 'touchMove' | 'touchEnd',
      ...touchPoints: { x: number; y: number }[]
    ) => touch.send('Input.dispatchTouchEvent', { type, touchPoints });
    await page.evaluate(() => document.querySelector('.map svg')!.scrollIntoView({ block: 'center' }));
    Object.assign(box, (await sheet(page).boundingBox())!);
    const widthOf = async () => Number((await sheet(page).getAttribute('viewBox'))!.split(' ')[2]);
    const before = await widthOf();
    await dispatch('touchStart', at(120, 100), at(160, 100));
    for (let apart = 10; apart <= 60; apart += 10)
      await dispatch('touchMove', at(120 - apart, 100), at(160 + apart, 100));
    await dispatch('touchEnd');
    expect(await widthOf()).toBeLessThan(before / 2);
    expect(await page.locator('input[name=point]').inputValue(), 'looking is not choosing').toBe('');
    await dispatch('touchStart', at(140, 100));
    await dispatch('touchEnd');
    await expect.poll(() => page.locator('input[name=point]').inputValue()).not.toBe('');
    await page.getByRole('button', { name: 'Take the point away again' }).click();
    expect(await page.locator('input[name=point]').inputValue()).toBe('');
    expect((await sent(page)).place).toBeNull();
    await person.context.close();
  });

  test('in Arabic it says where the pin is, runs its own way, and nothing sticks out', async () => {
    const person = await toWhere({ viewport: narrow, language: '/ar' });
    const { page } = person;
    await open(page);
    await find(page, 'Kansas City Union Station');
    await expect.poll(() => said(page).innerText()).toMatch(/^النقطة: .*Jackson County, Missouri/);
    const before = await point(page);
    await page.locator('.map__row button', { hasText: '→' }).click();
    expect((await point(page)).lon, 'right is east').toBeGreaterThan(before.lon!);
    await hold(person, 'report map arabic', true);
    await person.context.close();
  });

  test('asks nobody else, keeps nothing, is small, and comes only when it is opened', async () => {
    const { page, context, elsewhere, complaints } = await toWhere();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await page.reload();
    expect(asked).toContain('/map-open.js');
    expect(asked.filter((path) => ['/map.js', '/map-ground.js', '/v1/map'].includes(path))).toEqual([]);
    await open(page);
    await find(page, 'Jackson County, Missouri');
    await expect.poll(() => said(page).innerText()).toContain('The map shows');
    expect(await page.locator('input[name=point]').inputValue(), 'a county is no point').toBe('');
    for (let i = 0; i < 5; i++) await page.locator('.map__row button', { hasText: '+' }).click();
    // Looking closer, and elsewhere, asks nothing of the server: it never learns where somebody looks.
    expect(asked.filter((path) => path.startsWith('/v1/'))).toEqual(['/v1/map']);
    const sizes = await Promise.all(
      ['/leave.js', '/map-open.js', '/map.js', '/map-ground.js'].map(async (path) => {
        const file = await fetch(`${scene.instance.origin}${path}`);
        return gzipSync(await file.text()).length;
      }),
    );
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(scriptLimitBytes);
    const map = await fetch(`${scene.instance.origin}/v1/map`, { headers: { 'accept-encoding': 'gzip' } });
    expect(gzipSync(await map.text()).length).toBeLessThanOrEqual(mapLimitBytes);
    expect(map.headers.get('content-encoding')).toBe('gzip');
    expect(elsewhere).toEqual([]);
    expect(complaints).toEqual([]);
    const kept = await page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie]);
    expect(kept).toEqual([0, 0, '']);
    await context.close();
  });

  test('where the map does not come, it is said, and the form goes on', async () => {
    const { page, context } = await toWhere();
    await page.route('**/v1/map', (route) => route.abort());
    await page.locator('[data-map-open]').click();
    await expect.poll(() => said(page).innerText()).toContain('Your own words are enough');
    await page.unroute('**/v1/map');
    await open(page);
    expect(await sheet(page).isVisible()).toBe(true);
    await context.close();
  });

  test('without a script there is no map and nothing is missing; a point that was chosen is said, and can be taken away', async () => {
    const { page, context } = await toWhere({ javaScript: false });
    expect(await page.locator('[data-map-open]').isVisible()).toBe(false);
    expect(await page.locator('input[name=placeWords]').isVisible()).toBe(true);
    // What a browser that lost its scripts on the way would send on.
    await page.route('**/report?door=tip', (route) =>
      route.continue({ postData: route.request().postData()!.replace('point=&', 'point=-94.5851,39.0849&') }),
    );
    await page.locator('#report button[name=go][value=back]').click();
    await page.unroute('**/report?door=tip');
    await page.locator('#report button[name=go][value=next]').click();
    expect(await said(page).innerText()).toContain('Jackson County, Missouri');
    await page.getByLabel('Take the point away again').check();
    await page.locator('#report button[name=go][value=next]').click();
    await page.locator('#report button[name=go][value=back]').click();
    expect(await said(page).innerText()).toBe('');
    expect((await sent(page)).place).toBeNull();
    await context.close();
  });
});
