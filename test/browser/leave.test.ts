/**
 * The way out: hidden at once, the everyday page in its place, nothing behind Back where scripts run, and a plain link with a word
 * about Back where they do not. Source: safety.md "Messages on a watched phone", security.md 15.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { narrow, visitor } from '../support/browser.ts';
import { advocate, openScene, type Scene, toReportPage } from './scene.ts';

/** "Hidden at once", in the words of security.md 15. */
const hiddenLimitMilliseconds = 100;
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

  const queued = async () =>
    (await scene.client.get<{ queue: { signalId: string }[] }>('/v1/queue', advocate)).queue.map(
      ({ signalId }) => signalId,
    );
  /** A chat in which both sides have said something, and something is being written. */
  const inChat = async (page: Page): Promise<string> => {
    const before = await queued();
    await page.goto('/chat');
    await page.locator('[name=text]').fill('He keeps my papers.');
    await page.locator('#chat button[value=begin]').first().click();
    await page.locator('[data-chat-log] li').waitFor();
    const signalId = (await queued()).find((id) => !before.includes(id))!;
    const text = 'Where are your papers?';
    await scene.client.post(`/v1/signals/${signalId}/ask-back`, { text }, advocate);
    await page.locator('.talk__us').waitFor();
    await page.locator('[name=text]').fill('In his papers box');
    return signalId;
  };
  /** However often Back is pressed, nothing of it is seen, and no stream is opened again. */
  const nothingBehind = async (page: Page) => {
    const followed: string[] = [];
    page.on('request', (request) => {
      if (request.url().includes('/v1/chats/')) followed.push(request.url());
    });
    for (let back = 0; back < 6; back++) {
      await page.goBack().catch(() => null);
      await page.waitForTimeout(150);
      expect(await shown(page).catch(() => '')).not.toMatch(/papers|Alight|danger|\d{4} \d{4}/i);
    }
    expect(followed).toEqual([]);
  };

  test.each([
    ['the button', 'a chat that goes on', true],
    ['the Shift key', 'a chat that goes on', true],
    ['the button', 'a chat that staff ended', false],
  ])('by %s from %s closes the stream first, then leaves, with nothing behind Back', async (by, _, open) => {
    const { page, context, asked } = await arrived(true);
    const signalId = await inChat(page);
    if (!open) {
      await scene.client.post(`/v1/signals/${signalId}/end-chat`, {}, advocate);
      await page.locator('[data-chat-clear]').waitFor();
    }
    // What happens, in its order, as the page tells it while it is being left.
    const told: { what: string; hidden: boolean; written: string; at: number }[] = [];
    await page.exposeFunction('noted', (one: (typeof told)[number]) => void told.push(one));
    await page.evaluate(() => {
      const { noted } = window as unknown as { noted: (one: object) => void };
      const note = (what: string) =>
        noted({
          what,
          hidden: getComputedStyle(document.documentElement).display === 'none',
          written: document.querySelector('textarea')?.value ?? '',
          at: performance.now(),
        });
      for (const kind of ['click', 'keydown']) addEventListener(kind, () => note('pressed'), true);
      const abort = AbortController.prototype.abort;
      AbortController.prototype.abort = function (...reason) {
        note('stream closed');
        return abort.apply(this, reason);
      };
      const beacon = navigator.sendBeacon.bind(navigator);
      navigator.sendBeacon = (...sent) => {
        note('told the server');
        return beacon(...sent);
      };
      window.navigation.addEventListener('navigate', () => note('away'));
    });
    if (by === 'the button') await page.locator('.bar a[data-leave]').click();
    else for (let pressed = 0; pressed < 3; pressed++) await page.keyboard.press('Shift');
    await expect.poll(() => told.at(-1)?.what).toBe('away');
    const pressed = told.findLastIndex(({ what }) => what === 'pressed');
    const after = told.slice(pressed + 1);
    // The stream of a chat that has ended is closed already; closing it once more does nothing.
    expect(after.map(({ what }) => what)).toEqual(['stream closed', 'told the server', 'away']);
    for (const { what, hidden } of after) expect(hidden, `hidden before: ${what}`).toBe(true);
    expect(after.at(-1)!.at - told[pressed]!.at).toBeLessThan(hiddenLimitMilliseconds);
    expect(after.at(-1)!.written, 'nothing half written').toBe('');
    await page.waitForURL((url) => url.origin !== scene.instance.origin);
    expect(asked.at(-1)?.referer).toBeUndefined();
    await nothingBehind(page);
    await context.close();
  });

  test('from the page of the code leaves nothing behind Back, neither the code nor a message', async () => {
    const { page, context } = await arrived(true);
    await inChat(page);
    const code = (await page.locator('[data-chat-code] .code').textContent())!.trim();
    await page.goto('/receipt');
    await page.locator('[name=code]').fill(code);
    await page.locator('#code button:not([name])').click();
    await page.locator('#code [name=text]').fill('My papers');
    await page.locator('.bar a[data-leave]').click();
    await page.waitForURL((url) => url.origin !== scene.instance.origin);
    await nothingBehind(page);
    await context.close();
  });

  test('from a chat with nothing to fetch leaves an empty page and a closed stream', async () => {
    const { page, context } = await arrived(true);
    await inChat(page);
    await context.setOffline(true);
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.locator('.bar a[data-leave]').click();
    await expect.poll(() => shown(page)).toBe('');
    await context.setOffline(false);
    await page.waitForTimeout(1_500);
    expect(asked, 'it is not followed again').toEqual([]);
    expect(await page.content()).not.toMatch(/papers/);
    await context.close();
  });

  test('without a script from a chat is a plain link, and the page has said that Back may show it', async () => {
    const { page, context, asked } = await arrived(false);
    await page.goto('/chat');
    await page.locator('#chat button[value=begin]').first().click();
    await page.locator('[data-chat-status]').waitFor();
    expect(await page.locator('#back-note').isVisible()).toBe(true);
    await page.locator('.bar a[data-leave]').click();
    await page.waitForURL((url) => url.origin !== scene.instance.origin);
    expect(asked.at(-1)?.referer).toBeUndefined();
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
