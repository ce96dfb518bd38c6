/** The decision about a report: two equal buttons, and what became of it said afterwards. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { visitor } from '../support/browser.ts';
import { hold, openScene, readyReport, type Scene } from './scene.ts';

describe('the decision about a report', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene();
  });
  afterAll(() => scene.close());

  test('an empty queue says so, and so do the phones', async () => {
    const advocate = await visitor(scene.browser, scene.instance.origin, { javaScript: true });
    await advocate.page.goto('/console');
    expect(await advocate.page.locator('main').innerText()).toContain('Nothing is waiting.');
    await hold(advocate, 'queue empty');
    await advocate.page.goto('/sandbox');
    expect(await advocate.page.locator('main').innerText()).toContain('No texts yet.');
    await hold(advocate, 'phones empty');
    await advocate.context.close();
  });

  test('passing on as information is as near as confirming, and its result is said on the page and in the queue', async () => {
    const signalId = await readyReport(scene);
    const advocate = await visitor(scene.browser, scene.instance.origin, { javaScript: true });
    const { page } = advocate;
    await page.goto(`/console/signals/${signalId}`);
    const confirm = page.getByRole('button', { name: 'Ask them to be there' });
    const passOn = page.getByRole('button', { name: 'Pass on as information, no response' });
    const [one, other] = [(await confirm.boundingBox())!, (await passOn.boundingBox())!];
    expect(other.width).toBeCloseTo(one.width, 0);
    expect(other.height).toBeGreaterThanOrEqual(one.height);
    const colourOf = (button: typeof passOn) =>
      button.evaluate((element) => getComputedStyle(element).backgroundColor);
    expect(await colourOf(passOn)).toBe(await colourOf(confirm));

    await page.getByLabel('Reason, in words').fill('Too short');
    await passOn.click();
    expect(await page.getByRole('alert').innerText()).toContain('A reason is needed');
    expect(await page.getByLabel('Reason, in words').inputValue()).toBe('Too short');
    await page.getByLabel('Reason, in words').fill('Seen twice; nobody is there now.');
    await passOn.click();
    const note = page.getByRole('region', { name: 'Passed on' });
    const said = await note.innerText();
    expect(said).toContain('No response was asked for.');
    expect(said).toContain('Kansas City Police (demo)');
    expect(said).toContain('Seen twice; nobody is there now.');
    await hold(advocate, 'passed on');

    await page.goto('/console');
    await page.getByText(/passed on as information/).waitFor();
    await hold(advocate, 'queue passed on');
    await advocate.context.close();
  });
});
