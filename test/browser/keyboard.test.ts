/** The chat and the code with nothing but a keyboard: begun, talked in and ended; opened, read, answered and deleted. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { narrow, visitor, wide } from '../support/browser.ts';
import { expectReadingOrder, press, tabTo } from '../support/keyboard.ts';
import { inLanguage, wordsOf } from '../support/public-pages.ts';
import { advocate, openScene, type Scene } from './scene.ts';

const soon = { timeout: 20_000 };
const answer = 'We are here. نحن هنا.';

describe('with nothing but a keyboard', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene();
  });
  afterAll(() => scene.close());

  test.each([
    ['en', true, narrow],
    ['es', false, narrow],
    ['ar', true, narrow],
    ['ar', false, wide],
  ] as const)(
    'a chat and its code are gone through in %s, with scripts: %s',
    async (code, javaScript, viewport) => {
      const person = await visitor(scene.browser, scene.instance.origin, { javaScript, viewport });
      const { page } = person;
      const words = wordsOf(code);
      const queued = async () =>
        (await scene.client.get<{ queue: { signalId: string }[] }>('/v1/queue', advocate)).queue.map(
          ({ signalId }) => signalId,
        );
      const lines = () => page.locator('[data-chat-log] li span').allInnerTexts();
      const before = await queued();
      await page.goto(inLanguage(code, '/chat'));
      await expectReadingOrder(page, 'a chat before it begins');
      await tabTo(page, 'textarea[name=text]');
      await page.keyboard.type('One');
      // Tab leaves the field: it is no trap.
      await press(page, '#chat button[value=begin]', 'Enter');
      await page.locator('[data-chat-log] li').waitFor();
      const signalId = (await queued()).find((id) => !before.includes(id))!;
      await scene.client.post(`/v1/signals/${signalId}/ask-back`, { text: answer }, advocate);
      if (!javaScript) await press(page, '#chat button[value=look]', 'Enter');
      await expect.poll(lines, soon).toEqual(['One', answer]);
      await press(page, '[data-chat-code] summary', 'Enter');
      await expectReadingOrder(page, 'a chat');
      const receipt = (await page.locator('[data-chat-code] .code').innerText()).trim();
      await tabTo(page, 'textarea[name=text]');
      await page.keyboard.type('Two');
      await press(page, '#chat button[value=say]', 'Space');
      await expect.poll(lines, soon).toEqual(['One', answer, 'Two']);
      // What was just sent leaves somebody where they can go on writing, or at the top of a new page.
      if (javaScript) expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('TEXTAREA');

      await page.goto(inLanguage(code, '/receipt'));
      await expectReadingOrder(page, 'the code');
      await tabTo(page, '[name=code]');
      await page.keyboard.type(receipt);
      await page.keyboard.press('Enter');
      await page.locator('#code textarea').waitFor();
      await expectReadingOrder(page, 'what the code shows');
      await tabTo(page, '#code textarea');
      await page.keyboard.type('Three');
      await press(page, '#code button[value=write]', 'Enter');
      await page.getByText('Three').waitFor();

      await page.goto(inLanguage(code, '/chat'));
      await press(page, 'main details summary', 'Space');
      await tabTo(page, '[name=code]');
      await page.keyboard.type(receipt);
      await press(page, 'button[value=resume]', 'Enter');
      await page.locator('[data-chat-status]').waitFor();
      await press(page, '#chat button[value=end]', 'Enter');
      await page.locator('h1').getByText(words['chat']!['ended']!, { exact: true }).waitFor();
      if (javaScript)
        expect(
          await page.evaluate(() => document.activeElement?.tagName),
          'said to whoever hears the page',
        ).toBe('H1');
      await tabTo(page, 'main a.usa-button');

      await page.goto(inLanguage(code, '/receipt'));
      await tabTo(page, '[name=code]');
      await page.keyboard.type(receipt);
      await press(page, '#code button:not([name])', 'Space');
      await page.locator('#code textarea').waitFor();
      await press(page, 'main summary', 'Enter');
      await press(page, 'button[value=delete]', 'Enter');
      await page.getByText(words['receipt']!['deleted']!, { exact: true }).waitFor();
      await expectReadingOrder(page, 'a code that was deleted');
      await person.context.close();
    },
  );

  test.each([
    ['a button that comes before its turn', (button: HTMLElement) => button.setAttribute('tabindex', '1')],
    [
      'a button that nobody sees reached',
      (button: HTMLElement) => button.style.setProperty('outline', 'none'),
    ],
    [
      'a field that lets nobody out',
      (button: HTMLElement) =>
        button.addEventListener('keydown', (event) => event.key === 'Tab' && event.preventDefault()),
    ],
  ])('is gone through by eyes that find %s', async (_, plant) => {
    const { page, context } = await visitor(scene.browser, scene.instance.origin, { javaScript: true });
    await page.goto('/receipt');
    await page.locator('#code button:not([name])').evaluate(plant);
    await expect(expectReadingOrder(page, 'planted')).rejects.toThrow('planted');
    await context.close();
  });
});
