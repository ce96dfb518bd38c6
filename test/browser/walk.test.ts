/**
 * The help door walked through from the first page to the code, as people walk it: on a narrow telephone, with and without scripts,
 * in three languages, with the language changed on the way, and with nothing but a keyboard; in all five it is looked at by axe, colours
 * and all.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { narrow, visitor } from '../support/browser.ts';
import { press, tabTo } from '../support/keyboard.ts';
import { inLanguage, publicLanguages, wordsOf } from '../support/public-pages.ts';
import { advocate, hold, openScene, type Scene } from './scene.ts';

const lastPage = 8;
const navigationTimeoutMilliseconds = 8_000;
const everyday = '<!doctype html><title>Weather</title><p>Sunny</p>';
const inEnglish = 'Do not keep this if someone checks your things. You can contact us without it.';

describe('the help door', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene();
  });
  afterAll(() => scene.close());

  const queued = async () =>
    (await scene.client.get<{ queue: { signalId: string }[] }>('/v1/queue', advocate)).queue;
  /** The report that comes in while something is done. */
  async function reportOf(work: () => Promise<void>) {
    const before = new Set((await queued()).map(({ signalId }) => signalId));
    await work();
    const added = (await queued()).filter(({ signalId }) => !before.has(signalId));
    expect(added).toHaveLength(1);
    return scene.client.get<{
      language: string;
      narrative: string;
      releases: { recipient: string; informed: boolean }[];
      transit: Record<string, string>;
      observations: string[];
    }>(`/v1/signals/${added[0]!.signalId}`, advocate);
  }
  const pageNumber = async (page: Page) =>
    Number(/\d/.exec(await page.locator('.progress').innerText())?.[0]);
  const goOn = async (page: Page) => {
    const at = await pageNumber(page);
    await page.locator('#report button[name=go][value=next]').click();
    expect(await pageNumber(page)).toBe(at + 1);
  };

  /** What is filled in on each page, by the name of the field; the same in every language. */
  const answers: Readonly<Record<number, (page: Page) => Promise<void>>> = {
    1: async (page) => {
      await page.locator('[name=relation][value=potential-victim]').check();
      await page.locator('textarea[name=narrative]').fill('Él guarda mis papeles.\nهو يحتفظ بأوراقي.');
    },
    2: (page) => page.locator('[name=observations][value=papers-held]').check(),
    3: async (page) => {
      await page.locator('[name=line]').fill('311');
      await page.locator('[name=alightingStop]').fill('Kansas City');
    },
    4: (page) => page.locator('[name=ageGroup][value=adult]').check(),
    5: (page) => page.locator('[name=vehicleWords]').fill('A white van.'),
    6: (page) => page.locator('[name=releases][value="role:victim-advocate"]').check(),
    7: (page) => page.locator('[name=safePhone]').fill('816-555-0142'),
  };

  test.each([
    ['en', true, true],
    ['en', false, true],
    ['es', true, false],
    ['es', false, false],
    ['ar', true, false],
    ['ar', false, false],
    ['zh', true, false],
    ['vi', true, false],
  ] as const)(
    'is walked through in %s, with scripts: %s, to the code; consent is informed: %s',
    async (code, javaScript, informed) => {
      const person = await visitor(scene.browser, scene.instance.origin, { javaScript, viewport: narrow });
      const { page } = person;
      const words = wordsOf(code);
      const report = await reportOf(async () => {
        await page.goto(inLanguage(code, '/'));
        await page.locator('.doors a').first().click();
        for (let number = 1; number < lastPage; number++) {
          expect(await pageNumber(page)).toBe(number);
          await answers[number]!(page);
          await hold(person, `walk ${code} ${javaScript ? 'scripts' : 'plain'} ${number}`, true);
          await page.setViewportSize(narrow);
          await goOn(page);
        }
        const review = await page.locator('#report').innerText();
        for (const written of [
          'Él guarda mis papeles.',
          'هو يحتفظ بأوراقي.',
          '311',
          'A white van.',
          '816-555-0142',
        ])
          expect(review).toContain(written);
        await hold(person, `walk ${code} ${javaScript ? 'scripts' : 'plain'} review`, true);
        await page.locator('#report button[value=send]').click();
      });
      expect(report).toMatchObject({ language: publicLanguages[code].tag, observations: ['papers-held'] });
      expect(report.narrative).toContain('هو يحتفظ بأوراقي.');
      expect(report.releases).toMatchObject([{ recipient: 'role:victim-advocate', informed }]);
      const said = await page.locator('main').innerText();
      expect(said).toContain(words['sent']!['title']);
      expect(said).toContain(words['sent']!['doNotKeep']);
      expect(said, 'in English as well').toContain(inEnglish);
      expect((await page.locator('main .in-english').count()) > 0).toBe(!informed);
      expect(await page.locator('.code').innerText()).toMatch(/^(\d{4} ){5}\d$/);
      expect(await page.locator('.code').evaluate((element) => getComputedStyle(element).direction)).toBe(
        'ltr',
      );
      expect(await page.locator('.languages').count(), 'nothing there to lose the code by').toBe(0);
      await hold(person, `walk ${code} ${javaScript ? 'scripts' : 'plain'} code`, true);
      await person.context.close();
    },
  );

  test.each([[true], [false]])(
    'keeps everything when the language changes on the way, with scripts: %s',
    async (javaScript) => {
      const { page, context } = await visitor(scene.browser, scene.instance.origin, {
        javaScript,
        viewport: narrow,
      });
      await page.goto('/report?door=help');
      const change = async (code: keyof typeof publicLanguages) => {
        const at = await pageNumber(page);
        await page.locator(`.languages button[lang=${publicLanguages[code].tag}]`).click();
        expect(await page.locator('html').getAttribute('lang')).toBe(publicLanguages[code].tag);
        expect(await pageNumber(page)).toBe(at);
      };
      await answers[1]!(page);
      await change('ar');
      expect(await page.locator('textarea[name=narrative]').inputValue()).toContain('Él guarda mis papeles.');
      expect(await page.locator('[name=relation][value=potential-victim]').isChecked()).toBe(true);
      await goOn(page);
      await answers[2]!(page);
      await goOn(page);
      await answers[3]!(page);
      await change('es');
      expect(await page.locator('[name=line]').inputValue()).toBe('311');
      for (let number = 3; number < lastPage; number++) {
        if (number === 6) {
          await answers[6]!(page);
          await change('zh');
          expect(await page.locator('[name=releases]:checked').count(), 'the yes is still there').toBe(1);
          await change('es');
        }
        await goOn(page);
      }
      const report = await reportOf(() => page.locator('#report button[value=send]').click());
      expect(report).toMatchObject({ language: 'es', observations: ['papers-held'] });
      expect(report.transit).toMatchObject({ line: '311', alightingStop: 'Kansas City' });
      expect(report.releases).toMatchObject([{ informed: false }]);
      await context.close();
    },
  );

  describe('with nothing but a keyboard', () => {
    test.each(['en', 'es', 'ar'] as const)('is walked through to the code in %s', async (code) => {
      const { page, context } = await visitor(scene.browser, scene.instance.origin, {
        javaScript: false,
        viewport: narrow,
      });
      await page.goto(inLanguage(code, '/'));
      await Promise.all([
        page.waitForURL('**/report?door=help'),
        press(page, '.doors a[href*="door=help"]', 'Enter'),
      ]);
      await press(page, '[name=relation]', 'Space');
      await tabTo(page, 'textarea[name=narrative]');
      await page.keyboard.type('He keeps my papers.');
      const next = async (key: 'Space' | 'Enter') => {
        const at = await pageNumber(page);
        await press(page, '#report button[value=next]', key);
        await expect.poll(() => pageNumber(page), { timeout: navigationTimeoutMilliseconds }).toBe(at + 1);
      };
      await next('Enter');
      await press(page, '[name=observations]', 'Space');
      await next('Space');
      for (let number = 3; number < 6; number++) await next('Enter');
      await press(page, '[name=releases]', 'Space');
      await next('Enter');
      await next('Enter');
      const report = await reportOf(async () => {
        await press(page, '#report button[value=send]', 'Enter');
        await page.locator('.code').waitFor();
      });
      expect(report).toMatchObject({ narrative: 'He keeps my papers.', observations: ['papers-held'] });
      expect(report.releases).toMatchObject([{ recipient: 'role:victim-advocate', informed: code === 'en' }]);
      await context.close();
    });

    test.each([[true], [false]])(
      'is left by the second thing the keyboard reaches after the skip link, with scripts: %s',
      async (javaScript) => {
        const { page, context } = await visitor(scene.browser, scene.instance.origin, {
          javaScript,
          viewport: narrow,
        });
        await context.route(
          (url) => !url.href.startsWith(scene.instance.origin),
          (route) => route.fulfill({ contentType: 'text/html', body: everyday }),
        );
        await page.goto('/report?door=help');
        for (let pressed = 0; pressed < 3; pressed++) await page.keyboard.press('Tab');
        expect(await page.evaluate(() => document.activeElement?.hasAttribute('data-leave'))).toBe(true);
        await page.keyboard.press('Enter');
        await page.waitForURL((url) => url.origin !== scene.instance.origin);
        expect(await page.locator('body').innerText()).toContain('Sunny');
        await context.close();
      },
    );
  });
});
