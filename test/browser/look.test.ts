/** How pages look to people who see, write and move in other ways: right to left, the system's colours, no motion, paper. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectAccessible, narrow, type Visitor, visitor, wide } from '../support/browser.ts';
import { hold, openScene, readyReport, type Scene } from './scene.ts';

const publicPages = [
  '/',
  '/report?door=help',
  '/report?door=tip',
  '/receipt',
  '/help',
  '/signs',
  '/learn/transit/check',
  '/learn/transit/card',
  '/states/missouri',
  '/directory',
  '/about',
  '/ar',
  '/ar/report?door=help',
];
const staffPages = ['/gallery', '/console', '/sandbox', '/portal'];

describe('every page', () => {
  let scene: Scene;
  let reader: Visitor;
  beforeAll(async () => {
    scene = await openScene();
    await readyReport(scene);
    reader = await visitor(scene.browser, scene.instance.origin, { javaScript: true });
  });
  afterAll(async () => {
    await reader.context.close();
    await scene.close();
  });

  const sticksOut = () =>
    reader.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

  test.each([
    ['input', '', 'label'],
    ['p', 'color: #bbb; background: #fff', 'color-contrast'],
    ['p', 'min-width: 2000px', 'scrolls sideways'],
  ])('is looked at by eyes that find a planted fault: <%s> with "%s" is %s', async (tag, style, found) => {
    await reader.page.goto('/about');
    await reader.page.evaluate(
      ([name = '', css = '']) => {
        const planted = document.createElement(name);
        planted.textContent = 'planted';
        planted.style.cssText = css;
        document.querySelector('main')?.append(planted);
      },
      [tag, style],
    );
    await expect(expectAccessible(reader.page, 'planted')).rejects.toThrow(found);
  });

  test.each([...publicPages, ...staffPages])('%s keeps its width from right to left', async (path) => {
    await reader.page.goto(path);
    await reader.page.evaluate(() => document.documentElement.setAttribute('dir', 'rtl'));
    for (const viewport of [narrow, wide]) {
      await reader.page.setViewportSize(viewport);
      expect(await sticksOut(), `${path} at ${viewport.width} px`).toBeLessThanOrEqual(0);
    }
    const skip = await reader.page.locator('.bar__home').boundingBox();
    expect(skip!.x, 'the home link stands at the beginning of the line').toBeGreaterThan(wide.width / 3);
  });

  test.each([...publicPages, ...staffPages])(
    '%s keeps its edges in the colours of the system',
    async (path) => {
      await reader.page.emulateMedia({ forcedColors: 'active', colorScheme: 'dark' });
      await reader.page.goto(path);
      for (const selector of ['.note', '.usa-button', '.bar', '.code', '.tag'])
        for (const piece of await reader.page.locator(selector).all()) {
          const edge = await piece.evaluate((element) => getComputedStyle(element).borderBlockEndWidth);
          expect(Number.parseFloat(edge), `${selector} of ${path}`).toBeGreaterThan(0);
        }
      await reader.page.emulateMedia({ forcedColors: null, colorScheme: null });
    },
  );

  test.each([...publicPages, ...staffPages])('%s does not move where motion is not wanted', async (path) => {
    await reader.page.emulateMedia({ reducedMotion: 'reduce' });
    await reader.page.goto(path);
    const moving = await reader.page.evaluate(
      () =>
        [...document.querySelectorAll('*')].filter((element) => {
          const { transitionDuration, animationName } = getComputedStyle(element);
          return (
            transitionDuration.split(', ').some((time) => Number.parseFloat(time) > 0) ||
            animationName !== 'none'
          );
        }).length,
    );
    expect(moving).toBe(0);
    await reader.page.emulateMedia({ reducedMotion: null });
  });

  test('the gallery holds every piece in each state', async () => {
    await reader.page.goto('/gallery');
    const text = await reader.page.locator('main').innerText();
    for (const said of [
      'No messages yet.',
      'Nothing has happened yet.',
      'Nobody has been asked yet.',
      'Nothing here was verified within the last twelve months',
      'none has accepted yet',
      'will learn this and no more',
      'Please write a few words.',
      'هذا مثال',
    ])
      expect(text).toContain(said);
    await hold(reader, 'gallery');
    await reader.page.setViewportSize(wide);
    const focused = await reader.page
      .locator('.focus-shown')
      .first()
      .evaluate((element) => getComputedStyle(element).outlineWidth);
    expect(focused).toBe('3px');
  });

  test('focus is seen on every link and button that the keyboard reaches', async () => {
    await reader.page.goto('/');
    for (let step = 0; step < 8; step++) {
      await reader.page.keyboard.press('Tab');
      const outline = await reader.page.evaluate(
        () => getComputedStyle(document.activeElement!).outlineStyle,
      );
      expect(outline).toBe('solid');
    }
  });

  test.each(publicPages)('%s leads away by a link that needs no script', async (path) => {
    await reader.page.setViewportSize(narrow);
    await reader.page.goto(path);
    const exit = reader.page.locator('.bar a[data-leave]');
    expect(await exit.getAttribute('href')).toMatch(/^https:\/\//);
    expect(await exit.getAttribute('rel')).toBe('noreferrer');
    expect(await reader.page.locator('script').count(), 'the way out, and nothing else').toBe(1);
    await expectAccessible(reader.page, path);
  });

  test.each([...publicPages, '/sandbox', '/portal'])('%s has no target that a thumb misses', async (path) => {
    await reader.page.setViewportSize(narrow);
    await reader.page.goto(path);
    for (const target of await reader.page
      .locator(
        '.bar a, .foot nav a, .doors a, .go, .choice, summary, select, textarea, .usa-button, .field input',
      )
      .filter({ visible: true })
      .all()) {
      const { height } = (await target.boundingBox())!;
      expect(height, `${path}: ${await target.innerText()}`).toBeGreaterThanOrEqual(44);
    }
  });

  test('an address for staff that leads nowhere leads back to the queue', async () => {
    await reader.page.goto('/console/nowhere');
    expect(await reader.page.getByRole('link', { name: 'Go to the queue' }).getAttribute('href')).toBe(
      '/console',
    );
  });

  test('a page of last resort names who runs this as well', async () => {
    const answer = await fetch(`${scene.instance.origin}/receipt`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'code=%FF',
    });
    expect(answer.status).toBe(400);
    const text = await answer.text();
    expect(text).toContain('Not the National Human Trafficking Hotline, police or 911.');
    expect(text).toContain('Run by Alight demonstration desk');
    expect(text).toContain('A demonstration.');
  });
});
