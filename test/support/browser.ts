/** A real Chromium, and what every page is held to. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type axe from 'axe-core';
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

/** Half the size of what the package hands out itself, and so half the time to put it into a page. */
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Axe finds nothing, and nothing sticks out sideways. */
export async function expectAccessible(page: Page, name: string, contrast = true): Promise<void> {
  // Put into the page once and asked there: our pages have no frames, and whatever leads axe through frames takes most of the time.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axeSource);
  const found = await page.evaluate(async (withContrast) => {
    const { axe: inPage } = window as unknown as { axe: typeof axe };
    const { violations } = await inPage.run(document, {
      // What passes is not told again, element by element.
      resultTypes: ['violations'],
      rules: { 'color-contrast': { enabled: withContrast } },
    });
    return violations.map(
      ({ id, nodes }) => `${id} ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
    );
  }, contrast);
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
