/**
 * What comes out of a printer, on the whole sheet and not only of the text: the card has all of it on one sheet and nothing else; what
 * is written for help, the chat and the code never print; a record prints without the code. Source: safety.md "The code".
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { visitor } from '../support/browser.ts';
import { inLanguage, languages, wordsOf } from '../support/public-pages.ts';
import { openScene, type Scene } from './scene.ts';

const narrative = 'He keeps my papers.';
const paper = ['Letter', 'A4'] as const;

describe('on paper', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene();
  });
  afterAll(() => scene.close());

  const reader = (javaScript = true) => visitor(scene.browser, scene.instance.origin, { javaScript });
  /** All that would be printed, and on how many sheets; links are told by their address. */
  const printed = async (page: Page) => {
    await page.emulateMedia({ media: 'print' });
    const text = await page.evaluate(() => document.body.innerText.trim());
    const links = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLAnchorElement>('a[href]')]
        .filter((link) => link.checkVisibility())
        .map(({ href }) => href),
    );
    const sheets = [];
    for (const format of paper) {
      const pdf = (await page.pdf({ format })).toString('latin1');
      expect(pdf, 'an address to follow').not.toContain('weather.gov');
      sheets.push(pdf.match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0);
    }
    await page.emulateMedia({ media: 'screen' });
    return { text, links, sheets };
  };
  const begin = async (page: Page, code: (typeof languages)[number]) => {
    await page.goto(inLanguage(code, '/chat'));
    await page.locator('[name=text]').fill(narrative);
    await page.locator('#chat button[value=begin]').first().click();
    await page.locator('[data-chat-log] li').waitFor();
    return (await page.locator('[data-chat-code] .code').textContent())!.trim();
  };

  test.each(languages)(
    'the card for transit staff in %s is one sheet with all of the card and nothing else',
    async (code) => {
      const { page, context } = await reader();
      await page.goto(inLanguage(code, '/learn/transit/card'));
      const card = await page.locator('.card').innerText();
      const { text, links, sheets } = await printed(page);
      const unread = code === 'en' ? '' : await page.locator('.unreviewed').innerText();
      // Whether a person has read the words is said on paper as well.
      expect(text.replace(unread, '').trim()).toBe(card.trim());
      for (const said of ['911', '816-555-0142', 'Alight demonstration desk']) expect(card).toContain(said);
      expect(links).toEqual([]);
      expect(sheets).toEqual([1, 1]);
      await context.close();
    },
  );

  test.each([
    ['en', true],
    ['ar', true],
    ['es', false],
  ] as const)(
    'nothing of the help door, the chat and the code is printed in %s, with scripts: %s',
    async (code, javaScript) => {
      const { page, context } = await reader(javaScript);
      const words = wordsOf(code);
      const prints = async (name: string) =>
        expect(await printed(page), name).toEqual({
          text: words['frame']!['noPrint'],
          links: [],
          sheets: [1, 1],
        });
      const press = async (selector: string, then: string) => {
        await page.locator(selector).first().click();
        await page.locator(then).first().waitFor();
      };
      await page.goto(inLanguage(code, '/report?door=help'));
      await page.locator('[name=narrative]').fill(narrative);
      await prints('the first page of a report');
      await press('#report button[value=next]', '[name=observations]');
      await prints('the second');
      await press('#report button[value=send]', '.code');
      await prints('the code of a report');
      const receipt = await begin(page, code);
      await prints('a chat');
      await press('#chat button[value=end]', 'main a[href$="/chat"]');
      await prints('a chat that has ended');
      await page.goto(inLanguage(code, '/chat'));
      await prints('a chat before it begins');
      await page.goto(inLanguage(code, '/receipt'));
      await page.locator('[name=code]').fill(receipt);
      await prints('a code that is written down in its field');
      await press('#code button:not([name])', '#code [name=text]');
      await prints('what the code shows');
      await page.locator('summary').click();
      await press('button[value=delete]', 'main a[href*="door=help"]');
      await prints('a code that was deleted');
      await context.close();
    },
  );

  test.each([
    ['en', 'tip'],
    ['en', 'professional'],
    ['ar', 'tip'],
    ['es', 'professional'],
  ] as const)(
    'in %s at the door "%s" the record is one sheet, the code another, and nothing else is printed',
    async (code, door) => {
      const { page, context } = await reader();
      const words = wordsOf(code);
      await page.goto(inLanguage(code, `/report?door=${door}`));
      await page.locator('[name=narrative]').fill(narrative);
      await page.locator('#report button[value=send]').click();
      const receipt = (await page.locator('.code').filter({ visible: true }).innerText()).trim();
      const { text, links, sheets } = await printed(page);
      const [record = '', own = ''] = text.split(words['sent']!['code']!);
      expect(record).toContain(narrative);
      expect(record).toContain(words['sent']!['recordOf']);
      expect(record).not.toContain(receipt);
      expect(own).toContain(receipt);
      expect(own).toContain(words['sent']!['apart']);
      expect(own).not.toContain(narrative);
      expect(text).not.toContain(words['frame']!['leave']);
      expect(links).toEqual([]);
      expect(sheets).toEqual([2, 2]);
      await context.close();
    },
  );
});
