/**
 * The way out: hidden at once, the everyday page in its place, nothing behind Back where scripts run, and a plain link with a word
 * about Back where they do not. Source: safety.md "Messages on a watched phone", security.md 15.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { narrow, visitor } from '../support/browser.ts';
import { openScene, type Scene, toReportPage } from './scene.ts';

const everyday = '<!doctype html><title>Weather</title><p>Sunny</p>';

describe('the way out', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene();
  });
  afterAll(() => scene.close());

  /** A person who was on an everyday page before, and whose way out leads to one that answers here. */
  const arrived = async (javaScript: boolean) => {
    const person = await visitor(scene.browser, scene.instance.origin, { javaScript, viewport: narrow });
    const asked: { referer: string | undefined; url: string }[] = [];
    await person.context.route(
      (url) => !url.href.startsWith(scene.instance.origin),
      async (route) => {
        asked.push({ referer: route.request().headers()['referer'], url: route.request().url() });
        await route.fulfill({ contentType: 'text/html', body: everyday });
      },
    );
    await person.page.goto('https://before.example/');
    await person.page.goto('/');
    return { ...person, asked };
  };
  /** What can be seen. The text of a page that is hidden as a whole would be told otherwise. */
  const shown = (page: Page) =>
    page.evaluate(() =>
      getComputedStyle(document.documentElement).display === 'none' ? '' : document.body.innerText,
    );

  test('hides the page, takes its place and tells nobody where from, by the button', async () => {
    const { page, context, asked } = await arrived(true);
    await page.getByRole('link', { name: 'I need help' }).click();
    await page.getByLabel('What is happening?').fill('He keeps my papers.');
    await toReportPage(page, 3);
    await page.locator('.bar').getByRole('link', { name: 'Leave this site' }).click();
    await page.waitForURL((url) => url.origin !== scene.instance.origin);
    expect(await shown(page)).toBe('Sunny');
    expect(asked.at(-1)?.referer).toBeUndefined();
    // However often Back is pressed, no page of ours comes up, and nothing of what was written.
    for (let back = 0; back < 6; back++) {
      await page.goBack().catch(() => null);
      await page.waitForTimeout(150);
      const text = await shown(page).catch(() => '');
      expect(text).not.toContain('papers');
      expect(text).not.toMatch(/Alight|danger/i);
    }
    await context.close();
  });

  test('makes the browser forget the files of this site that it kept', async () => {
    // Nothing is routed here: a browser whose requests are taken keeps nothing.
    const { page, context } = await visitor(scene.browser, scene.instance.origin, { javaScript: true });
    const styleBytes = () =>
      page.evaluate(() =>
        performance
          .getEntriesByType('resource')
          .filter(({ name }) => name.endsWith('.css'))
          .reduce((sum, entry) => sum + (entry as PerformanceResourceTiming).transferSize, 0),
      );
    await page.goto('/');
    await page.goto('/help');
    expect(await styleBytes(), 'kept from the page before').toBe(0);
    await page.locator('.bar a[data-leave]').click();
    await expect
      .poll(async () => {
        await page.goto(`${scene.instance.origin}/help`).catch(() => null);
        return styleBytes();
      })
      .toBeGreaterThan(0);
    await context.close();
  });

  test('by the Shift key pressed three times, also from within a field', async () => {
    const { page, context } = await arrived(true);
    await page.goto('/receipt');
    await page.getByLabel('Your code').focus();
    await page.keyboard.press('Shift');
    await page.keyboard.press('Shift');
    expect(new URL(page.url()).pathname, 'twice happens by accident').toBe('/receipt');
    await page.keyboard.press('Shift');
    await page.waitForURL((url) => url.origin !== scene.instance.origin);
    await context.close();
  });

  test('a Back by mistake while writing is a Back', async () => {
    const { page, context } = await arrived(true);
    await page.goto('/report?door=tip');
    await page.getByLabel('What is happening?').fill('He keeps her papers.');
    await toReportPage(page, 3);
    await page.goBack();
    expect(new URL(page.url()).pathname).toBe('/report');
    expect(await shown(page)).toContain('Page 2 of 8');
    await context.close();
  });

  test('capital letters in what is written do not lead away', async () => {
    const { page, context } = await arrived(true);
    await page.goto('/report?door=tip');
    await page.getByLabel('What is happening?').focus();
    await page.keyboard.type('ABC Bus To KC');
    await page.keyboard.press('Shift+A');
    await page.keyboard.press('Shift+B');
    await page.keyboard.press('Shift+C');
    await page.waitForTimeout(200);
    expect(new URL(page.url()).pathname).toBe('/report');
    await context.close();
  });

  test('with nothing to fetch leaves an empty page', async () => {
    const { page, context } = await arrived(true);
    await page.goto('/help');
    await context.setOffline(true);
    await page.locator('.bar a[data-leave]').click();
    await expect.poll(() => shown(page)).toBe('');
    expect(await page.title()).toBe('');
    await context.close();
  });

  test('without a script is a plain link, and the page says what Back may show', async () => {
    const { page, context, asked } = await arrived(false);
    expect(await page.locator('#back-note').isVisible()).toBe(true);
    await page.locator('.bar').getByRole('link', { name: 'Leave this site' }).click();
    expect(new URL(page.url()).origin).not.toBe(scene.instance.origin);
    expect(asked.at(-1)?.referer).toBeUndefined();
    await context.close();
  });

  test('every tab says nothing that gives a person away, and no page is kept', async () => {
    const { page, context } = await arrived(true);
    for (const path of ['/', '/report?door=help', '/help/leave', '/receipt', '/signs/online', '/es/help']) {
      const answer = await page.goto(path);
      expect(await page.title(), path).not.toMatch(/traffick|alight|help me|victim|abuse|report|code|trata/i);
      expect(answer!.headers()['cache-control'], path).toContain('no-store');
      expect(answer!.headers()['set-cookie'], path).toBeUndefined();
    }
    const kept = await page.evaluate(async () => [
      document.cookie,
      localStorage.length,
      sessionStorage.length,
      (await navigator.serviceWorker?.getRegistrations())?.length ?? 0,
    ]);
    expect(kept).toEqual(['', 0, 0, 0]);
    await context.close();
  });
});
