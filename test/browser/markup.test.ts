/**
 * Words that try to be markup, in every field that takes words, on every page that shows them: they stay words. The pages are
 * looked at without their content security policy, so that it cannot hide a hole; the policy is tried on its own below.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Visitor, visitor } from '../support/browser.ts';
import { payloads } from '../support/payloads.ts';
import { linkFor, openScene, rolesOf, type Scene } from './scene.ts';

const acting = { 'alight-actor': '01900000-0000-7000-8000-000000000001' };
const supervisorId = '01900000-0000-7000-8000-000000000003';
const tripId = 'river-runner:311';
const settleMilliseconds = 250;
const formType = { 'content-type': 'application/x-www-form-urlencoded' };
const all = payloads.join('\n');
let turn = 0;
/** The next payload that a short field can hold; every field gets another one each time. */
const next = (limit = 60): string => {
  for (;;) {
    const payload = payloads[turn++ % payloads.length]!;
    if (payload.length <= limit) return payload;
  }
};

/** A browser without the pages' policy that notices whatever comes alive. */
async function watched(scene: Scene): Promise<{ page: Page; alive: string[]; close: () => Promise<void> }> {
  const context = await scene.browser.newContext({ baseURL: scene.instance.origin, bypassCSP: true });
  context.setDefaultTimeout(8_000);
  const alive: string[] = [];
  await context.exposeFunction('alive', () => void alive.push('a script ran'));
  const page = await context.newPage();
  page.on('dialog', (dialog) => {
    alive.push('a dialog opened');
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    if (request.url().includes('elsewhere.example')) alive.push('something was fetched');
  });
  return { page, alive, close: () => context.close() };
}

/** Nothing came alive on the page that is open; each of `shown` stands there as it was written. */
async function expectInert(
  { page, alive }: Awaited<ReturnType<typeof watched>>,
  where: string,
  shown: readonly string[],
): Promise<void> {
  await page.waitForLoadState('load');
  await page.evaluate(() => {
    for (const folded of document.querySelectorAll('details')) folded.open = true;
  });
  // For what would come alive a moment later.
  await page.waitForTimeout(settleMilliseconds);
  expect(await page.locator('[data-alive]').count(), `${where}: an element came alive`).toBe(0);
  const said = await page.evaluate(
    () =>
      `${document.body.innerText}\n${[...document.querySelectorAll('input, textarea')].map((field) => (field as HTMLInputElement).value).join('\n')}`,
  );
  const flat = (text: string) => text.replaceAll(/\s+/g, ' ');
  for (const payload of shown) expect(flat(said), `${where} shows it literally`).toContain(flat(payload));
  expect(alive, where).toEqual([]);
}

describe('words that try to be markup', () => {
  let scene: Scene;
  let signalId: string;
  let receipt: string;
  let responseId: string;
  const written: Record<string, string> = {};
  const write = (field: string, limit?: number) => {
    written[field] = next(limit);
    return written[field];
  };
  beforeAll(async () => {
    scene = await openScene();
    const { client, serviceDate } = scene;
    ({ receipt } = await client.post<{ receipt: string }>('/v1/signals', {
      door: 'tip',
      narrative: all,
      ownWords: all,
      appearance: all.slice(0, 1_900),
      doNotTell: write('doNotTell'),
      danger: 'soon',
      safeContact: { wire: 'sms', address: '816-555-0177' },
      transit: { line: '311', car: write('car'), alightingStop: write('alightingStop') },
      place: { words: write('placeWords') },
    }));
    const { queue } = await client.get<{ queue: { signalId: string }[] }>('/v1/queue', acting);
    signalId = queue[0]!.signalId;
    await client.post(`/v1/signals/${signalId}/ask-back`, { text: all }, acting);
    await client.post('/v1/dialogue/messages', { code: receipt, text: all, key: 'a-key-of-its-own' });
    await client.post(
      `/v1/signals/${signalId}/assess`,
      {
        observedBehaviours: ['papers-held', 'phone-held'],
        ownWords: true,
        strength: 'high',
        danger: 'soon',
        ageGroup: 'adult',
        reason: write('assessment'),
      },
      acting,
    );
    await client.post(`/v1/signals/${signalId}/trip`, { tripId, serviceDate, stopId: 'KCY' }, acting);
    await client.post(`/v1/signals/${signalId}/settle-do-not-tell`, { reason: all }, acting);
  });
  afterAll(() => scene.close());

  test('are many', () => {
    expect(new Set(payloads).size).toBeGreaterThanOrEqual(50);
    expect(new Set(payloads).size).toBe(payloads.length);
  });

  test('and the eyes that look for them see one that came alive', async () => {
    const eyes = await watched(scene);
    await eyes.page.goto('/about');
    await eyes.page.evaluate((markup) => {
      document.querySelector('main')!.innerHTML = markup;
    }, payloads[1]!);
    await expect.poll(() => eyes.alive).toContain('a script ran');
    await expect(expectInert(eyes, 'planted', [])).rejects.toThrow('came alive');
    await eyes.close();
  });

  test('stay words in the console', async () => {
    const eyes = await watched(scene);
    await eyes.page.goto('/console');
    await expectInert(eyes, 'the queue', []);
    await eyes.page.goto(`/console/signals/${signalId}`);
    const { doNotTell, car, assessment } = written;
    await expectInert(eyes, 'the report', [...payloads, doNotTell!, car!, assessment!]);
    await eyes.close();
  });

  test('stay words in every field of the public form that is refused, and behind the code', async () => {
    const eyes = await watched(scene);
    for (const payload of payloads) {
      const fields = [
        'narrative',
        'ownWords',
        'appearance',
        'doNotTell',
        'line',
        'car',
        'alightingStop',
        'placeWords',
        'safePhone',
        'danger',
        'relation',
        'key',
      ];
      const body = new URLSearchParams({
        door: 'tip',
        ...Object.fromEntries(fields.map((name) => [name, payload])),
      });
      const answer = await fetch(`${scene.instance.origin}/report?door=tip`, {
        method: 'POST',
        headers: { ...formType, accept: 'text/html' },
        body,
      });
      await eyes.page.goto('/about');
      await eyes.page.setContent(await answer.text());
      expect(await eyes.page.locator('[data-alive]').count(), payload).toBe(0);
    }
    await eyes.page.goto('/receipt');
    await eyes.page.locator('[name=code]').fill(receipt);
    await eyes.page.locator('main button[type=submit], main form button').first().click();
    await expectInert(eyes, 'the dialogue', payloads);
    await eyes.page.goto(`/report?door=${encodeURIComponent(payloads[31]!)}`);
    await expectInert(eyes, 'the door in the address', []);
    await eyes.page.goto(`/${encodeURIComponent(payloads[1]!)}`);
    await expectInert(eyes, 'an address that is not there', []);
    await eyes.close();
  });

  test('stay words on the response, the duty pages and the phones', async () => {
    const order = {
      signalId,
      reason: all,
      secondStaffId: supervisorId,
      description: write('description', 300),
    };
    ({ responseId } = await scene.client.post<{ responseId: string }>('/v1/responses', order, acting));
    const eyes = await watched(scene);
    const roles = await rolesOf(scene, responseId);
    const lead = roles.find(({ role }) => role === 'local-law-enforcement')!.asked.at(-1)!;
    await eyes.page.goto(await linkFor(scene, lead.code));
    await eyes.page.locator('main form button').first().click();
    await expectInert(eyes, 'the duty page before accepting', []);
    await eyes.page.getByLabel('How long until you can be there?').fill('15');
    await eyes.page.getByRole('button', { name: 'Yes, we take it' }).click();
    await eyes.page.getByText(/You have accepted/).waitFor();
    await expectInert(eyes, 'the duty page', [written['description']!]);

    const other = roles.find(({ role }) => role === 'victim-advocate')!.asked.at(-1)!;
    await eyes.page.context().clearCookies();
    await eyes.page.goto(await linkFor(scene, other.code));
    await eyes.page.locator('main form button').first().click();
    const decline = next(200);
    await eyes.page.getByLabel('If not, why?').fill(decline);
    await eyes.page.getByRole('button', { name: 'No, ask the next' }).click();
    await eyes.page.getByText('You have declined.').waitFor();

    await eyes.page.goto(`/console/responses/${responseId}`);
    await expectInert(eyes, 'the response', [decline]);
    await scene.client.post('/sandbox/reply', { address: '816-555-0177', body: all.slice(0, 1_500) });
    await scene.client.post(`/v1/responses/${responseId}/stand-down`, { reason: all }, acting);
    await eyes.page.reload();
    await expectInert(eyes, 'the response that ended', [payloads[0]!]);
    await eyes.page.goto('/sandbox');
    await expectInert(eyes, 'the phones', []);
    await eyes.page.goto('/console');
    await expectInert(eyes, 'the queue with its alerts', []);
    await eyes.close();
  });
});

describe('the policy of the pages', () => {
  let scene: Scene;
  let reader: Visitor;
  beforeAll(async () => {
    scene = await openScene();
    reader = await visitor(scene.browser, scene.instance.origin, { javaScript: true });
  });
  afterAll(async () => {
    await reader.context.close();
    await scene.close();
  });

  test('lets the console come to life, and has nothing to complain of', async () => {
    for (const path of ['/console', '/sandbox', '/gallery', '/portal', '/report?door=help', '/']) {
      await reader.page.goto(path);
      await reader.page.waitForLoadState('load');
    }
    await reader.page.goto('/console');
    // React marks what it has brought to life.
    await expect
      .poll(() =>
        reader.page.evaluate(() =>
          Object.keys(document.querySelector('main')!).some((key) => key.startsWith('__react')),
        ),
      )
      .toBe(true);
    expect(reader.complaints).toEqual([]);
  });

  test.each(['/console', '/report?door=tip'])('lets no text become markup or script on %s', async (path) => {
    await reader.page.goto(path);
    const refused = await reader.page.evaluate(() => {
      const tries: Record<string, () => unknown> = {
        innerHTML: () => {
          document.querySelector('main')!.innerHTML = '<b>x</b>';
        },
        outerHTML: () => {
          document.querySelector('h1')!.outerHTML = '<b>x</b>';
        },
        insertAdjacentHTML: () => document.body.insertAdjacentHTML('beforeend', '<b>x</b>'),
        write: () => document.write('<b>x</b>'),
        parse: () => new DOMParser().parseFromString('<b>x</b>', 'text/html'),
        srcdoc: () => {
          document.createElement('iframe').srcdoc = '<b>x</b>';
        },
        src: () => {
          document.createElement('script').src = '/x.js';
        },
        policy: () =>
          (
            globalThis as unknown as {
              trustedTypes: { createPolicy(name: string, rules: object): unknown };
            }
          ).trustedTypes.createPolicy('any', { createHTML: (text: string) => text }),
      };
      return Object.entries(tries).map(([name, attempt]) => {
        try {
          attempt();
          return `${name}: done`;
        } catch (error) {
          return `${name}: ${(error as Error).name}`;
        }
      });
    });
    expect(refused.filter((line) => !line.endsWith(': TypeError'))).toEqual([]);
  });

  test('runs no script that was planted into a page', async () => {
    await reader.page.route('**/about', async (route) => {
      const response = await route.fetch();
      const body = (await response.text()).replace('</main>', `${payloads.join('\n')}</main>`);
      await route.fulfill({ response, body });
    });
    let dialogs = 0;
    const unhindered: string[] = [];
    reader.page.on('requestfinished', (request) => {
      if (request.url().includes('elsewhere')) unhindered.push(request.url());
    });
    reader.page.on('requestfailed', (request) => {
      const reason = request.failure()?.errorText;
      if (request.url().includes('elsewhere') && reason !== 'csp')
        unhindered.push(`${reason} ${request.url()}`);
    });
    reader.page.on('dialog', (dialog) => {
      dialogs += 1;
      void dialog.dismiss();
    });
    await reader.page.addInitScript(() => {
      Object.assign(globalThis, { alive: () => Object.assign(globalThis, { ran: true }) });
    });
    await reader.page.goto('/about');
    expect(await reader.page.locator('[data-alive]').count(), 'they were planted').toBeGreaterThan(5);
    await reader.page.waitForTimeout(300);
    expect(await reader.page.evaluate(() => 'ran' in globalThis)).toBe(false);
    expect(dialogs).toBe(0);
    expect(unhindered).toEqual([]);
  });
});
