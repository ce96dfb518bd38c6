/** Signing in as people do: an instance in production on this machine, a browser, and an authenticator that the browser believes. */
import type { Browser, Page } from 'playwright-core';
import { expect } from 'vitest';
import { freePort } from '../../src/platform/database/place.ts';
import { operatorOrganizationId } from '../../src/platform/index.ts';
import { openBrowser, type Visitor, visitor, wide } from '../support/browser.ts';
import { type House, openHouse } from '../support/house.ts';
import { inviteByTwo } from '../support/sign-in.ts';
import { hold } from './scene.ts';

const administrator = '01900000-0000-7000-8000-0000000000ad';
const minuteMilliseconds = 60_000;

/** Of what people do here, nothing of this may be in the log. */
export const neverLogged = [
  'Ada North',
  'Fay Hill',
  'hotline.example.org',
  'Mozilla',
  'invited/',
  '127.0.0.1',
];

/** A passkey as the browser's own tools write it down. */
interface Credential {
  credentialId: string;
  isResidentCredential: boolean;
  privateKey: string;
  signCount: number;
}
/** A device of the browser's own that holds passkeys and knows who holds it. */
export interface Device {
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

export interface SignInScene {
  readonly house: House;
  readonly browser: Browser;
  readonly origin: string;
  close(): Promise<void>;
}

export async function openSignInScene(): Promise<SignInScene> {
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const house = await openHouse(new Date(), true, {
    ALIGHT_MODE: 'production',
    PORT: String(port),
    PUBLIC_ORIGIN: origin,
  });
  await house.alight.app.listen({ host: '127.0.0.1', port });
  const browser = await openBrowser();
  return {
    house,
    browser,
    origin,
    close: async () => {
      await browser.close();
      await house.close();
    },
  };
}

export const heading = (page: Page, name: string | RegExp) =>
  page.getByRole('heading', { level: 1, name }).waitFor();
export const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
export const clean = ({ elsewhere, complaints }: Visitor) => {
  expect(elsewhere).toEqual([]);
  // A refusal is an answer in the 400s, which a browser notes.
  expect(complaints.filter((text) => !/status of 4\d\d/.test(text))).toEqual([]);
};

/** @param scene asked for at each act: it may be opened after this */
export function peopleOf(scene: () => SignInScene) {
  const wait = (minutes: number) =>
    scene().house.clock.moveTo(new Date(scene().house.clock.now().getTime() + minutes * minuteMilliseconds));
  const invite = async (name: string, role = 'supervisor') => {
    const email = `${name.toLowerCase().replaceAll(' ', '.')}@hotline.example.org`;
    const order = { name, email, role, organizationId: operatorOrganizationId };
    const { token } = await inviteByTwo(scene().house.alight.services.signIn!, order, administrator);
    return { email, address: `/sign-in/invited/${token}` };
  };
  /** Somebody new, with a passkey, in the console. */
  const settle = async (name: string, viewport = wide, role = 'supervisor') => {
    const person = await visitor(scene().browser, scene().origin, { javaScript: true, viewport });
    const device = await addAuthenticator(person.page);
    const { address, email } = await invite(name, role);
    await person.page.goto(address);
    await heading(person.page, 'You are invited');
    await hold(person, `invitation ${viewport.width}`);
    await press(person.page, 'Go on');
    await heading(person.page, `Welcome, ${name}`);
    expect(person.page.url(), 'the secret is not in the address any more').toBe(
      `${scene().origin}/sign-in/invited`,
    );
    await hold(person, `invited ${viewport.width}`);
    await person.page.getByLabel('What is this device called?').fill('Desk key');
    await press(person.page, 'Make a passkey');
    await person.page.waitForURL(/\/console(\/people)?$/);
    return { ...person, device, email, address };
  };
  return { wait, invite, settle };
}
