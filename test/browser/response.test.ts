/** The page of a response, live: what it says agrees with itself, the carrier hears only what the lead decided, links are renewed. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { visitor } from '../support/browser.ts';
import { confirmed, hold, linkFor, openPage, openScene, rolesOf, type Scene } from './scene.ts';

const localRole = 'local-law-enforcement';

describe('the page of a response', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene();
  });
  afterAll(() => scene.close());

  const codeOf = async (responseId: string, role: string) =>
    (await rolesOf(scene, responseId)).find((found) => found.role === role)!.asked.at(-1)!.code;

  test('the roles never contradict the timeline, also when an answer is lost on the way', async () => {
    const { responseId } = await confirmed(scene);
    const act = await openPage(scene, await linkFor(scene, await codeOf(responseId, localRole)));
    const advocate = await visitor(scene.browser, scene.instance.origin, { javaScript: true });
    const { page } = advocate;
    await page.goto(`/console/responses/${responseId}`);
    const role = page.getByRole('row', { name: /local law enforcement/i });
    const lines = page.locator('.timeline');
    await page.getByText('0 of 3 needed are in place.').waitFor();

    await act('accept');
    await lines.getByText('Accepted as local law enforcement').waitFor();
    expect(await role.innerText()).toContain('accepted');

    // The stream goes on, but the answer to every question is lost: nothing of the page moves alone, and it says so.
    await page.route(`**/v1/responses/${responseId}`, (route) => route.abort());
    await act('en-route', { etaAt: await inMinutes(scene, 20) });
    await act('staged');
    await page.getByText('Not up to date').waitFor();
    expect(await lines.innerText()).not.toContain('In place');
    expect(await role.innerText()).toContain('accepted');
    await page.unroute(`**/v1/responses/${responseId}`);
    await lines.getByText('In place, out of sight').waitFor();
    expect(await role.innerText()).toContain('✓ in place');
    expect(await page.getByText('1 of 3 needed is in place').count()).toBe(1);
    expect(await page.getByText('Not up to date').count()).toBe(0);
    await hold(advocate, 'response live');
    await advocate.context.close();
  });

  test.each([
    ['without a script', false],
    ['with a script', true],
  ])(
    'the carrier is told only after the lead has accepted and what leaves was read back, %s',
    async (how, javaScript) => {
      const { responseId } = await confirmed(scene);
      const advocate = await visitor(scene.browser, scene.instance.origin, { javaScript });
      const { page } = advocate;
      await page.goto(`/console/responses/${responseId}`);
      expect(await page.locator('main').innerText()).toContain('none has accepted yet');
      expect(await page.getByRole('button', { name: 'Read it back first' }).count()).toBe(0);

      const act = await openPage(scene, await linkFor(scene, await codeOf(responseId, localRole)));
      await act('accept');
      await expect
        .poll(
          async () => {
            await page.reload();
            return page.locator('main').innerText();
          },
          { timeout: 60_000 },
        )
        .toContain('The lead decided to tell the carrier');
      await page.getByText('The lead decided to tell the carrier').click();
      await page.getByLabel('Which carrier').selectOption({ label: 'Midland Rail Operations (demo)' });
      await page.getByLabel(/Who at Kansas City Police/).fill('Desk sergeant: hold the doors.');
      await page.getByRole('button', { name: 'Read it back first' }).click();
      const form = page.getByRole('form', { name: 'Confirm telling the carrier' });
      const readBack = await form.innerText();
      for (const said of [
        'Missouri River Runner 311',
        'Kansas City Union Station',
        'Police attending.',
        'hold the doors',
      ])
        expect(readBack).toContain(said);
      expect(readBack).not.toMatch(/car 2|papers|telephone|advocate/i);
      expect((await rolesOf(scene, responseId)).map(({ role }) => role)).not.toContain('carrier-operations');
      await hold(advocate, `carrier read back ${how}`);
      await page.getByRole('button', { name: 'Tell the carrier' }).click();
      await page.getByText('was told by the lead’s decision').waitFor();
      await page.locator('.timeline').getByText('The lead agency decided to tell Midland Rail').waitFor();
      await hold(advocate, `carrier told ${how}`);

      const carrier = await visitor(scene.browser, scene.instance.origin, { javaScript: false });
      await carrier.page.goto(await linkFor(scene, await codeOf(responseId, 'carrier-operations')));
      await carrier.page.getByRole('button', { name: 'Open the page' }).click();
      await carrier.page.getByRole('button', { name: /Yes/ }).click();
      const seen = await carrier.page.locator('main').innerText();
      expect(seen).toContain('Police attending.');
      expect(seen).not.toMatch(/Lantern|victim advocate\)|Patrol|Described|green coat/);
      await carrier.context.close();
      await advocate.context.close();
    },
  );

  test('a link is renewed after a call-back: the old one ends, the new one is never shown to staff', async () => {
    const { responseId } = await confirmed(scene);
    const code = await codeOf(responseId, localRole);
    const old = await linkFor(scene, code);
    const advocate = await visitor(scene.browser, scene.instance.origin, { javaScript: true });
    const { page } = advocate;
    await page.goto(`/console/responses/${responseId}`);
    const entry = page.locator('.entry', { hasText: code });
    await entry.locator('summary').click();
    expect(await entry.innerText()).toContain('Call them back first');
    await entry.getByRole('button', { name: 'Send a new link' }).click();
    await page
      .getByText(`A new link for duty page ${code} is on its way to Kansas City Police (demo).`)
      .waitFor();
    await page.locator('.timeline').getByText(`A new link for page ${code} was sent`).waitFor();
    const fresh = await linkFor(scene, code, old);
    expect(await page.content()).not.toContain(fresh.replace('/p/', ''));
    await hold(advocate, 'link renewed');

    const responder = await visitor(scene.browser, scene.instance.origin, { javaScript: false });
    await responder.page.goto(old);
    expect(await responder.page.getByRole('alert').innerText()).toContain('A newer link was sent');
    await responder.page.goto(fresh);
    await responder.page.getByRole('button', { name: 'Open the page' }).click();
    expect(await responder.page.locator('main').innerText()).toContain('Will you take this?');
    await responder.context.close();
    await advocate.context.close();
  });
});

async function inMinutes({ client }: Scene, minutes: number): Promise<string> {
  const { now } = await client.get<{ now: string }>('/sandbox/clock');
  return new Date(new Date(now).getTime() + minutes * 60_000).toISOString();
}
