/** A real Chromium, and what every page is held to. */
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { expect } from 'vitest';
import { chromiumFlags, findChromium } from './chromium.ts';

export async function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: await findChromium(), args: chromiumFlags });
}

export const narrow = { width: 320, height: 640 };
export const wide = { width: 1280, height: 900 };

export interface Visitor {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly javaScript: boolean;
  /** Requests to anywhere but the instance. */
  readonly elsewhere: string[];
  /** What the browser complained of. */
  readonly complaints: string[];
}

const actionTimeoutMilliseconds = 8_000;

/** A person with a browser of their own. */
export async function visitor(
  browser: Browser,
  origin: string,
  options: { javaScript: boolean; viewport?: { width: number; height: number } },
): Promise<Visitor> {
  const context = await browser.newContext({
    baseURL: origin,
    javaScriptEnabled: options.javaScript,
    viewport: options.viewport ?? wide,
  });
  context.setDefaultTimeout(actionTimeoutMilliseconds);
  const page = await context.newPage();
  const elsewhere: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => {
    if (!request.url().startsWith(origin) && !request.url().startsWith('data:'))
      elsewhere.push(request.url());
  });
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  return { context, page, javaScript: options.javaScript, elsewhere, complaints };
}

/** Axe finds nothing, and nothing sticks out sideways. */
export async function expectAccessible(page: Page, name: string, contrast = true): Promise<void> {
  // Our pages have no frames: without the mode for them axe opens a second page at every look, which takes most of the time.
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode(true)
    // What passes is not told again, element by element.
    .options({ resultTypes: ['violations'] })
    .disableRules(contrast ? [] : ['color-contrast'])
    .analyze();
  const found = violations.map(
    ({ id, nodes }) => `${id} ${nodes.map((node) => node.target.join(' ')).join(', ')}`,
  );
  expect(found.join('; '), name).toBe('');
  await expectUpright(page, name);
}

/** Nothing sticks out sideways. */
export async function expectUpright(page: Page, name: string): Promise<void> {
  const sticksOut = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(sticksOut, `${name} scrolls sideways`).toBeLessThanOrEqual(0);
}
