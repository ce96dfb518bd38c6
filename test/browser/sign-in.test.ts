/** Signing in as people do: an instance in production on this machine, a browser, and an authenticator that the browser believes. */
import { createOTP } from '@better-auth/utils/otp';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../../src/platform/database/place.ts';
import { operatorOrganizationId } from '../../src/platform/index.ts';
import { narrow, openBrowser, type Visitor, visitor, wide } from '../support/browser.ts';
import { type House, openHouse } from '../support/house.ts';
import { fromBase32, inviteByTwo } from '../support/sign-in.ts';
import { hold } from './scene.ts';

const administrator = '01900000-0000-7000-8000-0000000000ad';
const minuteMilliseconds = 60_000;

/** A device of the browser's own that holds passkeys and knows who holds it. */
/** A passkey as the browser's own tools write it down. */
interface Credential {
  credentialId: string;
  isResidentCredential: boolean;
  privateKey: string;
  signCount: number;
}
interface Device {
  verified(is: boolean): Promise<void>;
  /** The same device, for another tab: a browser's own belongs to one. */
  also(tab: Page): Promise<void>;
}

async function addAuthenticator(page: Page, keys: readonly Credential[] = []): Promise<Device> {
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  for (const credential of keys)
    await session.send('WebAuthn.addCredential', { authenticatorId, credential });
  return {
    verified: async (isUserVerified) => {
      await session.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified });
    },
    also: async (tab) => {
      const { credentials } = await session.send('WebAuthn.getCredentials', { authenticatorId });
      await addAuthenticator(tab, credentials);
    },
  };
}

describe('signing in', () => {
  let house: House;
  let browser: Browser;
  let origin: string;
  beforeAll(async () => {
    const port = await freePort();
    origin = `http://localhost:${port}`;
    house = await openHouse(new Date(), true, {
      ALIGHT_MODE: 'production',
      PORT: String(port),
      PUBLIC_ORIGIN: origin,
    });
    await house.alight.app.listen({ host: '127.0.0.1', port });
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await house.close();
  });

  const signIn = () => house.alight.services.signIn!;
  const wait = (minutes: number) =>
    house.clock.moveTo(new Date(house.clock.now().getTime() + minutes * minuteMilliseconds));
  const invite = async (name: string, role = 'supervisor') => {
    const email = `${name.toLowerCase().replaceAll(' ', '.')}@hotline.example.org`;
    const order = { name, email, role, organizationId: operatorOrganizationId };
    const { token } = await inviteByTwo(signIn(), order, administrator);
    return { email, address: `/sign-in/invited/${token}` };
  };
  const inDays = (days: number) =>
    new Date(house.clock.now().getTime() + days * 86_400_000).toISOString().slice(0, 10);
  const heading = (page: Page, name: string | RegExp) =>
    page.getByRole('heading', { level: 1, name }).waitFor();
  const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
  const clean = ({ elsewhere, complaints }: Visitor) => {
    expect(elsewhere).toEqual([]);
    // A refusal is an answer in the 400s, which a browser notes.
    expect(complaints.filter((text) => !/status of 4\d\d/.test(text))).toEqual([]);
  };
  /** Somebody new, with a passkey, in the console. */
  const settle = async (name: string, viewport = wide, role = 'supervisor') => {
    const person = await visitor(browser, origin, { javaScript: true, viewport });
    const device = await addAuthenticator(person.page);
    const { address, email } = await invite(name, role);
    await person.page.goto(address);
    await heading(person.page, 'You are invited');
    await hold(person, `invitation ${viewport.width}`);
    await press(person.page, 'Go on');
    await heading(person.page, `Welcome, ${name}`);
    expect(person.page.url(), 'the secret is not in the address any more').toBe(`${origin}/sign-in/invited`);
    await hold(person, `invited ${viewport.width}`);
    await person.page.getByLabel('What is this device called?').fill('Desk key');
    await press(person.page, 'Make a passkey');
    await person.page.waitForURL(/\/console(\/people)?$/);
    return { ...person, device, email, address };
  };

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
    for (const word of ['Ada North', 'hotline.example.org', 'Mozilla', 'invited/', '127.0.0.1'])
      expect(lines).not.toContain(word);
  });
});
