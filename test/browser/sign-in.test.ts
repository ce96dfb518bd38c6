/** Signing in as people do: by a passkey or by a password and a code, and what is said where it does not open. */
import { createOTP } from '@better-auth/utils/otp';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { narrow, visitor } from '../support/browser.ts';
import type { House } from '../support/house.ts';
import { fromBase32 } from '../support/sign-in.ts';
import { hold } from './scene.ts';
import {
  clean,
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
  let browser: Browser;
  let origin: string;
  beforeAll(async () => {
    scene = await openSignInScene();
    ({ house, browser, origin } = scene);
  });
  afterAll(() => scene.close());

  const { wait, invite, settle } = peopleOf(() => scene);

  test('an invitation, a passkey, the console, the lock, the key again, and out', async () => {
    const person = await settle('Ada North');
    const { page } = person;
    await heading(page, /Queue|Nothing/);
    expect(await page.locator('main').innerText()).toContain('Ada North');
    const { cookies } = { cookies: await person.context.cookies() };
    const session = cookies.find(({ name }) => name.endsWith('session_token'))!;
    expect(session).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' });
    expect(await page.evaluate(() => document.cookie)).toBe('');

    wait(31);
    await page.goto('/console/search');
    await heading(page, 'Locked, since nobody was here');
    await hold(person, 'locked');
    await press(page, 'Unlock with your passkey');
    await page.waitForURL(`${origin}/console/search`);

    await page.goto('/account');
    await heading(page, 'Your account');
    await hold(person, 'account');
    wait(6);
    await press(page, 'Make a passkey');
    await page.getByRole('link', { name: 'Show your key' }).waitFor();
    await page.getByRole('link', { name: 'Show your key' }).click();
    await heading(page, 'Show your key again');
    await press(page, 'Use a passkey');
    await page.waitForURL(`${origin}/account`);
    await page.getByLabel('Name', { exact: true }).fill('Blue key');
    await press(page, 'Save the name');
    await expect.poll(() => page.getByLabel('Name', { exact: true }).inputValue()).toBe('Blue key');
    await press(page, 'Remove this passkey');
    await page.getByText('This is your only way in').waitFor();

    const out = page.waitForResponse((answer) => answer.status() === 303);
    await press(page, 'Sign out');
    expect((await (await out).allHeaders())['clear-site-data']).toBe('"cache", "storage"');
    await heading(page, 'Sign in');
    await page.goto('/console');
    await heading(page, 'Sign in');
    expect(page.url()).toBe(`${origin}/sign-in?to=%2Fconsole`);
    await hold(person, 'sign in');
    await press(page, 'Use a passkey');
    await page.waitForURL(`${origin}/console`);
    clean(person);
    await person.context.close();
  });

  test('a device that does not check who holds it opens nothing, in words', async () => {
    const person = await settle('Bea South', narrow);
    const { page } = person;
    await page.goto('/account');
    await hold(person, 'account narrow');
    await press(page, 'Sign out');
    await heading(page, 'Sign in');
    await person.device.verified(false);
    await press(page, 'Use a passkey');
    await page
      .getByText('The passkey was not used')
      .or(page.getByText('did not check who you are'))
      .waitFor();
    await hold(person, 'sign in refused narrow');
    clean(person);
    await person.context.close();
  });

  test('a used link says so', async () => {
    const { address, context } = await settle('Cem West');
    await context.close();
    const late = await visitor(browser, origin, { javaScript: false });
    await late.page.goto(address);
    await late.page.getByText('This link was used already').waitFor();
    await hold(late, 'link used');
    clean(late);
    await late.context.close();
  });

  test('a password and a code, without any script, and a wrong one in words', async () => {
    const person = await visitor(browser, origin, { javaScript: false, viewport: narrow });
    const { page } = person;
    const { address, email } = await invite('Dua East');
    await page.goto(address);
    await press(page, 'Go on');
    await page.getByText('This device has no passkeys').click();
    await page.getByLabel('Choose a password').fill('aaaaaaaaaaaaaaaaaaaa');
    await press(page, 'Go on');
    await page.getByText('repeats the same few characters').waitFor();
    await page.getByLabel('Choose a password').fill('quiet harbour lamp seven');
    await press(page, 'Go on');
    await heading(page, 'Now the codes');
    const square = page.getByRole('img', { name: 'The key below, for the camera of an authenticator app' });
    expect(await square.locator('path').getAttribute('d')).toMatch(/^(M\d+ \d+h1v1h-1z){300,}$/);
    await hold(person, 'codes narrow');
    const key = (await page.locator('.code').innerText()).replaceAll(/\s/g, '');
    const code = (steps: number) => createOTP(fromBase32(key)).hotp(Math.floor(Date.now() / 30_000) + steps);
    await page.getByLabel('The code that the app shows now').fill(await code(-1));
    await press(page, 'Finish');
    await page.getByText('You are set up').waitFor();
    const enter = async (password: string, digits: string) => {
      const open = page.getByText('No passkey on this device');
      if (!(await page.getByLabel('E-mail address').isVisible())) await open.click();
      await page.getByLabel('E-mail address').fill(email);
      await page.getByLabel('Password', { exact: true }).fill(password);
      await page.getByLabel('Code', { exact: true }).fill(digits);
      await press(page, 'Sign in');
    };
    await enter('not the password at all', '123456');
    await page.getByText('That did not open').waitFor();
    await hold(person, 'sign in wrong narrow');
    await enter('quiet harbour lamp seven', await code(0));
    await page.waitForURL(`${origin}/console`);
    await page.goto('/account');
    await page.getByRole('link', { name: 'Change the password' }).click();
    await heading(page, 'Change your password');
    const change = async (old: string, next: string) => {
      await page.getByLabel('The password you have now').fill(old);
      await page.getByLabel('The new password').fill(next);
      await press(page, 'Change the password');
    };
    await change('not the old one at all', 'copper window under rain');
    await page.getByRole('alert').getByText('The old password is not right').waitFor();
    expect(await page.getByLabel('The new password').inputValue(), 'nothing typed is sent back').toBe('');
    await change('quiet harbour lamp seven', 'passwordpassword');
    await page.getByRole('alert').getByText('tried first').waitFor();
    await hold(person, 'password refused narrow');
    await change('quiet harbour lamp seven', 'copper window under rain');
    await page.getByRole('status').getByText('Your password is changed').waitFor();
    expect(await page.locator('main').innerText()).toContain('It was set');
    await hold(person, 'password changed narrow');
    clean(person);
    await person.context.close();
  });

  test('somebody who leaves is out at once', async () => {
    const person = await settle('Eli Park');
    await house.database.db
      .updateTable('staff')
      .set({ active: false })
      .where('name', '=', 'Eli Park')
      .execute();
    await person.page.goto('/console');
    await heading(person.page, 'Sign in');
    await press(person.page, 'Use a passkey');
    await person.page.getByText('You cannot sign in here any more').waitFor();
    clean(person);
    await person.context.close();
  });

  test('nothing that is logged names anybody or holds a secret', () => {
    const lines = house.log.lines.join('\n');
    for (const word of neverLogged) expect(lines).not.toContain(word);
  });
});
