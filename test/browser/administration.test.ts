/** People and tokens, as an administrator has them; with a script and without there is no difference: these pages send none. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sendReport } from '../../docs/guides/partner-client/report.mjs';
import { narrow, type Visitor, visitor } from '../support/browser.ts';
import { hold, openScene, type Scene } from './scene.ts';

const administratorId = '01900000-0000-7000-8000-000000000004';

describe('an administrator', () => {
  let scene: Scene;
  let desk: Visitor;
  beforeAll(async () => {
    scene = await openScene();
    desk = await visitor(scene.browser, scene.instance.origin, { javaScript: true, viewport: narrow });
    await desk.context.addCookies([
      { name: 'alight_acting', value: administratorId, url: `${scene.instance.origin}/console` },
    ]);
  });
  afterAll(async () => {
    await desk?.context.close();
    await scene?.close();
  });

  test('begins at the people, gives a role, and cannot give the last one away', async () => {
    const { page } = desk;
    await page.goto('/console');
    expect(new URL(page.url()).pathname).toBe('/console/people');
    await hold(desk, 'people', true);
    await page.getByLabel('Role of Noor Haddad (demo)').selectOption({ label: 'supervisor' });
    await page.getByRole('button', { name: 'Change the role of Noor Haddad (demo)' }).click();
    expect(await page.locator('.said[role=status]').innerText()).toContain(
      'It counts when a second person agreed',
    );
    expect(await page.getByLabel('Role of Noor Haddad (demo)').inputValue()).toBe('hotline-advocate');
    await page.getByRole('navigation', { name: 'Where you are' }).getByRole('link', { name: 'Keys' }).click();
    expect(await page.getByText('somebody else must agree').count()).toBe(1);
    expect(await page.getByRole('button', { name: 'Agree' }).count()).toBe(0);
    await hold(desk, 'keys waiting', true);
    await page.getByLabel('Acting as').selectOption({ label: 'Sam Ortiz (demo) · supervisor' });
    await page.getByRole('button', { name: 'Switch' }).click();
    await page.goto('/console/keys');
    await hold(desk, 'keys of the second person', true);
    await page.getByRole('button', { name: 'Agree about Noor Haddad (demo)' }).click();
    expect(await page.locator('.said[role=status]').innerText()).toContain(
      'You agreed: it counts from now on',
    );
    expect(await page.locator('#waiting').innerText()).toContain('(0)');
    await page.getByLabel('Acting as').selectOption({ label: 'Lee Novak (demo) · administrator' });
    await page.getByRole('button', { name: 'Switch' }).click();
    await page.goto('/console/people');
    expect(await page.getByLabel('Role of Noor Haddad (demo)').inputValue()).toBe('supervisor');
    await page.getByLabel('Role of Noor Haddad (demo)').selectOption({ label: 'hotline advocate' });
    await page.getByRole('button', { name: 'Change the role of Noor Haddad (demo)' }).click();
    expect(await page.locator('.said[role=status]').innerText()).toContain('The role is changed');
    await page.getByRole('button', { name: 'Let in no more Lee Novak (demo)' }).click();
    expect(await page.getByRole('alert').innerText()).toContain('This is the last administrator');
    await hold(desk, 'people refused', true);
    await page.getByRole('button', { name: 'Let in no more Noor Haddad (demo)' }).click();
    expect(await page.locator('main').innerText()).toContain('no, left');
    await page.getByRole('button', { name: 'Let in again Noor Haddad (demo)' }).click();
    expect(await page.locator('.said[role=status]').innerText()).toContain('They are let in again');
    expect(await page.locator('script').count()).toBe(0);
  });

  test('asks for a token, a supervisor agrees and sees it once, and it is taken back', async () => {
    const { page } = desk;
    await page.getByRole('link', { name: 'Tokens' }).click();
    await page.getByLabel('What is it for?').fill('Shift display in room 2');
    await page.getByRole('button', { name: 'Make a token' }).click();
    expect(await page.getByRole('alert').innerText()).toContain('What may it do?');
    expect(await page.getByLabel('What is it for?').inputValue()).toBe('Shift display in room 2');
    await hold(desk, 'tokens refused', true);
    await page.getByLabel('See what waits in the queue, and why').check();
    await page.getByRole('button', { name: 'Make a token' }).click();
    expect(await page.locator('.said[role=status]').innerText()).toContain('when a supervisor agreed');
    expect(await page.locator('code').count()).toBe(0);
    await hold(desk, 'token asked for', true);
    await page.getByLabel('Acting as').selectOption({ label: 'Sam Ortiz (demo) · supervisor' });
    await page.getByRole('button', { name: 'Switch' }).click();
    await page.goto('/console/keys');
    await hold(desk, 'keys with a token that waits', true);
    await page.getByRole('button', { name: 'Agree about Shift display in room 2' }).click();
    const token = await page.locator('code').innerText();
    expect(token).toMatch(/^alight_[0-9a-f]{32}_[\w-]{43}$/);
    await hold(desk, 'token made', true);
    const ask = () =>
      fetch(`${scene.instance.origin}/v1/queue`, { headers: { authorization: `Bearer ${token}` } });
    expect((await ask()).status).toBe(200);
    await page.getByLabel('Acting as').selectOption({ label: 'Lee Novak (demo) · administrator' });
    await page.getByRole('button', { name: 'Switch' }).click();
    await page.goto('/console/tokens');
    expect(await page.content()).not.toContain(token);
    await hold(desk, 'tokens', true);
    await page.getByRole('button', { name: 'Take back Shift display in room 2' }).click();
    expect(await page.locator('.said[role=status]').innerText()).toContain('The token is taken back');
    expect((await ask()).status).toBe(401);
  });

  test('makes a key for a partner, whose report then says from whom it came, and takes the key back', async () => {
    const { page } = desk;
    await page.goto('/console/people');
    await page.getByRole('link', { name: 'Partners' }).click();
    await page.getByLabel('Which organization?').fill('Midland Transit (invented)');
    await page.getByLabel('Live or sandbox?').selectOption('live');
    await page.getByLabel('How many reports a minute are agreed?').fill('0');
    await page.getByRole('button', { name: 'Make a key' }).click();
    expect(await page.getByRole('alert').innerText()).toContain('Give a whole number from 1 to 6000');
    expect(await page.getByLabel('Which organization?').inputValue()).toBe('Midland Transit (invented)');
    await hold(desk, 'partners refused', true);
    await page.getByLabel('How many reports a minute are agreed?').fill('60');
    await page.getByLabel('Their timetable here, if there is one').fill('river-runner');
    await page.getByRole('button', { name: 'Make a key' }).click();
    const [keyName, secret] = await page.locator('.note--good code').allInnerTexts();
    expect(secret).toMatch(/^whsec_[\w+/]{43}=$/);
    await hold(desk, 'partner key made', true);
    const report = { observations: ['watched', 'answered-for'], danger: 'soon' };
    const order = { url: scene.instance.origin, keyName: keyName!, secret: secret!, report };
    expect(await sendReport(order)).toMatchObject({ status: 'received', sandbox: false });
    await page.goto('/console/partners');
    expect(await page.content()).not.toContain(secret);
    await hold(desk, 'partners', true);
    const agreed = page.getByRole('cell', { name: /60 a minute/ });
    expect(await agreed.innerText()).toContain('timetable river-runner');
    await page.getByRole('button', { name: 'No timetable for Midland Transit (invented) any more' }).click();
    expect(await page.locator('.said[role=status]').innerText()).toContain('in no timetable any more');
    expect(await agreed.innerText()).not.toContain('timetable');
    await page.getByRole('button', { name: 'Take back the key of Midland Transit (invented)' }).click();
    expect(await page.locator('.said[role=status]').innerText()).toContain('The key is taken back');
    await expect(sendReport(order)).rejects.toMatchObject({ problem: { code: 'key-revoked' } });
    await page.getByLabel('Acting as').selectOption({ label: 'Riley Adams (demo) · hotline advocate' });
    await page.getByRole('button', { name: 'Switch' }).click();
    expect(await page.locator('main').innerText()).toContain('from a partner, Midland Transit (invented)');
    await hold(desk, 'queue with a report of a partner', true);
    await page.getByRole('link', { name: 'Read report 1' }).click();
    expect(await page.locator('#report').innerText()).toContain('Midland Transit (invented), a partner');
    expect(await page.locator('#conversation').innerText()).toContain('The partner took no code');
    await page.goto('/console');
    await page.getByLabel('Acting as').selectOption({ label: 'Lee Novak (demo) · administrator' });
    await page.getByRole('button', { name: 'Switch' }).click();
  });

  test('goes back to being somebody else, who finds neither page', async () => {
    const { page } = desk;
    await page.getByLabel('Acting as').selectOption({ label: 'Riley Adams (demo) · hotline advocate' });
    await page.getByRole('button', { name: 'Switch' }).click();
    expect(await page.locator('h1').innerText()).toBe('Queue');
    for (const path of ['/console/people', '/console/tokens', '/console/partners']) {
      expect((await page.goto(path))?.status()).toBe(404);
      expect(await page.locator('h1').innerText()).toBe('There is nothing here');
    }
    await page.getByRole('link', { name: 'Go to the queue' }).click();
    expect(await page.locator('h1').innerText()).toBe('Queue');
  });
});
