/**
 * Every public page in every language: whole, upright at both widths, in its own direction, danger first, and honest about who has
 * read its words. Axe looks at every page in every language.
 */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isReviewedLanguage } from '../../src/signals/core/index.ts';
import { expectAccessible, expectUpright, narrow, type Visitor, visitor, wide } from '../support/browser.ts';
import { dangerPages, inLanguage, languages, publicLanguages, publicPages } from '../support/public-pages.ts';
import { openScene, type Scene } from './scene.ts';

const picturesFolder = process.env.ALIGHT_PICTURES;
const english = JSON.parse(readFileSync('locales/en/public.json', 'utf8')) as Record<string, object>;
/** What a word looks like whose key nobody has translated, or whose hole nobody has filled. */
const raw = new RegExp(
  `\\b(${Object.keys(english).join('|')})\\.[a-z]\\w*\\b|\\{\\{?\\w*\\}?\\}|undefined|\\[object`,
);
/** Seen by whoever looks over a shoulder, in each language. */
const telling =
  /traffick|alight|victim|abuse|report|code|trata|víctima|abuso|denuncia|código|贩|受害|举报|代码|buôn|nạn nhân|tố cáo|mã|اتجار|ضحي|بلاغ|رمز/i;

/** What a page is, as a browser has it; danger is first where no question, heading of a part or way onward stands before it. */
const lookAt = ({ page }: Visitor) =>
  page.evaluate(() => {
    const main = document.querySelector('main')!;
    const danger = main.querySelector('.note--danger');
    const before = danger
      ? [...main.querySelectorAll('input:not([type=hidden]), textarea, select, button, a, h2, table')].filter(
          (element) => element.compareDocumentPosition(danger) & Node.DOCUMENT_POSITION_FOLLOWING,
        )
      : [];
    const english = [...(danger?.querySelectorAll('[lang=en]') ?? [])].map(({ textContent }) => textContent);
    return {
      lang: document.documentElement.lang,
      dir: getComputedStyle(document.documentElement).direction,
      title: document.title,
      headings: main.querySelectorAll('h1').length,
      danger: danger ? before.map(({ tagName }) => tagName) : null,
      dangerInEnglish: english.join(' '),
      unreviewed: document.querySelector('.unreviewed')?.textContent ?? '',
      footer: document.querySelector('footer')?.textContent ?? '',
      scripts: [...document.scripts].map(({ src }) => new URL(src).pathname),
      text: document.body.innerText,
      dialled: document.querySelectorAll('a[href^="tel:"], a[href^="sms:"]').length,
      // The page itself, once; every other language by its own address or by the page's form.
      others: [...document.querySelectorAll<HTMLElement>('.languages li :is(a, button)')].map(
        ({ lang }) => lang,
      ),
    };
  });

describe('every public page', () => {
  let scene: Scene;
  let reader: Visitor;
  beforeAll(async () => {
    scene = await openScene();
    reader = await visitor(scene.browser, scene.instance.origin, { javaScript: true, viewport: narrow });
  });
  afterAll(async () => {
    await reader.context.close();
    await scene.close();
  });

  describe.each(languages)('in %s', (code) => {
    const { tag, direction } = publicLanguages[code];
    const reviewed = isReviewedLanguage(tag);

    test.each(publicPages)('%s', async (path) => {
      const { page } = reader;
      await page.setViewportSize(narrow);
      const answer = await page.goto(inLanguage(code, path));
      expect(answer!.status()).toBe(200);
      const found = await lookAt(reader);
      expect(found).toMatchObject({
        lang: tag,
        dir: direction,
        headings: 1,
        scripts: ['/leave.js'],
        dialled: 0,
      });
      expect(found.title).not.toBe('');
      expect(found.title).not.toMatch(telling);
      expect(found.danger, 'danger first').toEqual(dangerPages.includes(path) ? [] : null);
      expect(found.text).toContain('911');
      expect(found.text).not.toMatch(raw);
      expect(found.footer).toContain('Alight demonstration desk');
      const tags = languages.map((other) => publicLanguages[other].tag);
      expect(found.others).toEqual(tags.filter((other) => other !== tag));
      if (reviewed) expect(found.unreviewed).toBe('');
      else {
        expect(found.unreviewed).toContain('Machine-assisted, awaiting review.');
        if (found.danger) expect(found.dangerInEnglish).toContain('Is someone in danger right now? Call 911');
      }
      await expectAccessible(page, path);
      for (const viewport of [narrow, wide]) {
        await page.setViewportSize(viewport);
        await expectUpright(page, `${path} at ${viewport.width} px`);
        if (picturesFolder)
          await page.screenshot({
            path: `${picturesFolder}/${`${code}${path}`.replaceAll(/\W+/g, '-')}-${viewport.width}.png`,
            fullPage: true,
          });
      }
      expect(reader.elsewhere, 'asks elsewhere').toEqual([]);
      expect(reader.complaints).toEqual([]);
    });
  });

  test.each([
    ['home.title', 'a key'],
    ['{{phone}}', 'a hole'],
    ['undefined', 'nothing at all'],
  ])('is looked at by eyes that see "%s", %s, in the text', (planted) => {
    expect(`Words and ${planted} and words`).toMatch(raw);
  });
});
