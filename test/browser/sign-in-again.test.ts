/** Showing one's key again: where two people let somebody in who lost every key, and where a consent asks for it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Visitor, wide } from '../support/browser.ts';
import type { House } from '../support/house.ts';
import { hold } from './scene.ts';
import {
  clean,
  type Device,
  heading,
  neverLogged,
  openSignInScene,
  peopleOf,
  press,
  type SignInScene,
} from './sign-in-scene.ts';

describe('signing in', () => {
  let scene: SignInScene;
  let house: House;
  let origin: string;
  beforeAll(async () => {
    scene = await openSignInScene();
    ({ house, origin } = scene);
  });
  afterAll(() => scene.close());

  const { wait, settle } = peopleOf(() => scene);
  const inDays = (days: number) =>
    new Date(house.clock.now().getTime() + days * 86_400_000).toISOString().slice(0, 10);
  /** Shows the key in the tab that opens, and comes back to the one with the form. */
  const showKeyBeside = async ({ page, context, device }: Visitor & { device: Device }) => {
    const opening = context.waitForEvent('page');
    await page.getByRole('link', { name: 'Show your key' }).click();
    const tab = await opening;
    await heading(tab, 'Show your key again');
    await device.also(tab);
    await press(tab, 'Use a passkey');
    await tab.getByText('Your key was seen').waitFor();
    expect(new URL(tab.url()).pathname).toBe('/account');
    await tab.close();
  };

  test('an administrator invites, and two people together let somebody in again', async () => {
    const lost = await settle('Fay Hill');
    const first = await settle('Gus Lake', wide, 'hotline-administrator');
    const second = await settle('Hana Reed');
    await first.page.goto('/console/keys');
    await first.page.getByLabel('Name', { exact: true }).fill('Ike Moss');
    await first.page.getByLabel('E-mail address at work').fill('ike.moss@hotline.example.org');
    await press(first.page, 'Make the link');
    const link = await first.page.locator('.token').innerText();
    expect(link).toMatch(new RegExp(`^${origin}/sign-in/invited/[\\w-]{43}$`));
    await hold(first, 'keys', true);
    await first.page.goto('/console/keys');
    expect(await first.page.locator('main').innerText()).not.toContain(link);
    await first.page.getByLabel('Who', { exact: true }).selectOption({ label: 'Fay Hill, supervisor' });
    await press(first.page, 'Ask for a recovery');
    await first.page.getByText('Somebody else has to approve it').waitFor();
    await first.page.getByText('somebody else must approve').waitFor();
    await lost.page.goto('/account');
    await lost.page.getByText('Somebody says that you lost every key').waitFor();
    await hold(lost, 'account recovery asked', true);
    await press(lost.page, 'I have my keys: refuse it');
    await heading(lost.page, 'Your account');
    expect(await lost.page.getByText('Somebody says that you lost every key').count()).toBe(0);
    await first.page.goto('/console/keys');
    await first.page.getByLabel('Who', { exact: true }).selectOption({ label: 'Fay Hill, supervisor' });
    await press(first.page, 'Ask for a recovery');
    await first.page.getByText('somebody else must approve').waitFor();
    wait(6);
    await second.page.goto('/console/keys');
    expect(await second.page.getByText('Invite somebody').count(), 'a supervisor invites nobody').toBe(0);
    await second.page.getByRole('button', { name: 'Approve the recovery of Fay Hill' }).click();
    await showKeyBeside(second);
    await second.page.getByRole('button', { name: 'Approve the recovery of Fay Hill' }).click();
    await second.page.locator('.token').waitFor();
    await hold(second, 'recovery approved', true);
    const way = await second.page.locator('.token').innerText();
    await lost.page.goto('/console');
    await heading(lost.page, 'Sign in');
    await lost.page.goto(way);
    await press(lost.page, 'Go on');
    await lost.page.getByText('Your old keys and sessions ended').waitFor();
    await press(lost.page, 'Make a passkey');
    await lost.page.waitForURL(/\/console$/);
    for (const person of [lost, first, second]) {
      clean(person);
      await person.context.close();
    }
  });

  test('a consent asks for the key again after a quarter of an hour, nothing typed is lost, and taking one back never asks', async () => {
    const person = await settle('Joy Pine');
    const { page } = person;
    await house.call('POST', '/v1/signals', {
      door: 'tip',
      narrative: 'He keeps her papers.',
      danger: 'soon',
    });
    const { id } = await house.database.db
      .selectFrom('signal')
      .select('id')
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow();
    await page.goto(`/console/signals/${id}`);
    const open = () => page.getByText('The person agrees to tell someone').click();
    await open();
    expect(await page.getByText('This asks for your key').count(), 'a fresh sign-in is asked nothing').toBe(
      0,
    );
    wait(16);
    await page.goto(`/console/signals/${id}`);
    await open();
    await page.getByText('which you showed more than 15 minutes ago').waitFor();
    await page.getByLabel('Who may be told').selectOption({ label: 'victim advocate' });
    await page.getByLabel('place', { exact: true }).check();
    await page.getByLabel('So that').fill('somebody waits for her at the stop');
    await page.getByLabel('Until').fill(inDays(20));
    await page.getByLabel('How you know it is them').selectOption({ label: 'By their voice' });
    await page.getByLabel('The person themselves agreed').check();
    await press(page, 'Record the consent');
    await page.getByText('Please show your key again').waitFor();
    await hold(person, 'consent asks for the key', true);
    await showKeyBeside(person);
    expect(await page.getByLabel('So that').inputValue()).toBe('somebody waits for her at the stop');
    expect(await page.getByLabel('The person themselves agreed').isChecked()).toBe(true);
    await press(page, 'Record the consent');
    await page.getByText('Consent recorded').waitFor();
    wait(25);
    await press(page, 'They take this back');
    await page.getByText('Taken back: nothing more is shared on it').waitFor();
    clean(person);
    await person.context.close();
  });

  test('nothing that is logged names anybody or holds a secret', () => {
    const lines = house.log.lines.join('\n');
    for (const word of neverLogged) expect(lines).not.toContain(word);
  });
});
