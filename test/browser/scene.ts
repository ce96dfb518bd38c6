/** What browser tests start from: an instance with a train on its way, a browser, and a response that was just confirmed. */
import type { Browser, Page } from 'playwright-core';
import { expect } from 'vitest';
import { type Client, openClient } from '../../src/main/story/client.ts';
import { type Instance, startInstance } from '../../src/main/story/instance.ts';
import { startCluster } from '../../src/platform/index.ts';
import {
  expectAccessible,
  expectUpright,
  narrow,
  openBrowser,
  type Visitor,
  wide,
} from '../support/browser.ts';
import { testDataFolder } from '../support/database.ts';

export const advocate = { 'alight-actor': '01900000-0000-7000-8000-000000000001' };
const supervisorId = '01900000-0000-7000-8000-000000000003';
const tripId = 'river-runner:311';
const dayMilliseconds = 86_400_000;
/** Twelve minutes after the last stop before the meeting point's part of the line. */
const afterStopMilliseconds = 720_000;
const textsWaitMilliseconds = 10_000;
const picturesFolder = process.env.ALIGHT_PICTURES;
const both = Boolean(process.env.ALIGHT_TEST_ALL);

export interface Scene {
  readonly instance: Instance;
  readonly browser: Browser;
  readonly client: Client;
  /** The service date of the train on its way. */
  readonly serviceDate: string;
  close(): Promise<void>;
}

/** Moves the clock to where train 311 has left Jefferson City. @returns its service date */
async function sendTrain(client: Client): Promise<string> {
  const { now } = await client.get<{ now: string }>('/sandbox/clock');
  for (let ahead = 0; ahead < 3; ahead++) {
    const serviceDate = new Date(new Date(now).getTime() + ahead * dayMilliseconds)
      .toISOString()
      .slice(0, 10);
    const { stops } = await client
      .post<{ stops: { name: string; arrivalAt: string }[] }>(
        '/v1/jurisdictions/resolve',
        { tripId, serviceDate },
        advocate,
      )
      .catch(() => ({ stops: [] }));
    const at = stops.find(({ name }) => name === 'Jefferson City')?.arrivalAt;
    if (!at) continue;
    const to = new Date(new Date(at).getTime() + afterStopMilliseconds).toISOString();
    await client.post('/sandbox/clock', { to });
    return serviceDate;
  }
  throw new Error('train 311 does not run within three days');
}

/** Opens everything. Close it in `afterAll`. */
export async function openScene(): Promise<Scene> {
  // The server is the files' together: whoever is done first must not stop it under one that is just starting.
  const cluster = await startCluster(testDataFolder);
  const instance = await startInstance({ dataFolder: testDataFolder, cluster });
  const browser = await openBrowser();
  const client = openClient(instance.origin);
  const serviceDate = await sendTrain(client);
  return {
    instance,
    browser,
    client,
    serviceDate,
    close: async () => {
      await browser.close();
      await instance.stop();
    },
  };
}

const pagesOfReport = 8;

/** Goes on to a page of the report form, by its number. */
export async function toReportPage(page: Page, wanted: number): Promise<void> {
  for (let turned = 0; turned < pagesOfReport; turned++) {
    if ((await page.locator('.progress').innerText()) === `Page ${wanted} of ${pagesOfReport}`) return;
    await page.locator('#report button[name=go][value=next]').click();
  }
  throw new Error(`page ${wanted} of the report is not reached`);
}

/** A report that was read, asked back, assessed and linked to the train: ready for a decision. */
export async function readyReport({ client, serviceDate }: Scene): Promise<string> {
  const known = new Set((await queue(client)).map(({ signalId }) => signalId));
  await client.post('/v1/signals', {
    door: 'tip',
    narrative: 'He keeps her papers and her telephone.',
    danger: 'soon',
    transit: { line: '311', car: '2', alightingStop: 'Kansas City' },
  });
  const { signalId } = (await queue(client)).find((entry) => !known.has(entry.signalId))!;
  await client.post(`/v1/signals/${signalId}/ask-back`, { text: 'Is she still there?' }, advocate);
  const assessment = {
    observedBehaviours: ['papers-held', 'phone-held'],
    ownWords: true,
    strength: 'high',
    danger: 'soon',
    ageGroup: 'adult',
    reason: 'Papers and telephone.',
  };
  await client.post(`/v1/signals/${signalId}/assess`, assessment, advocate);
  await client.post(`/v1/signals/${signalId}/trip`, { tripId, serviceDate, stopId: 'KCY' }, advocate);
  return signalId;
}

const queue = async (client: Client) =>
  (await client.get<{ queue: { signalId: string }[] }>('/v1/queue', advocate)).queue;

/** A confirmed response, with its pages on the phones. */
export async function confirmed(scene: Scene): Promise<{ signalId: string; responseId: string }> {
  const signalId = await readyReport(scene);
  const reason = 'Her own words and two behaviours.';
  const order = { signalId, reason, secondStaffId: supervisorId };
  const { responseId } = await scene.client.post<{ responseId: string }>('/v1/responses', order, advocate);
  return { signalId, responseId };
}

interface Role {
  readonly role: string;
  readonly state: string;
  readonly asked: readonly {
    readonly code: string;
    readonly organizationId: string;
    readonly organizationName: string;
  }[];
}

/** The roles of a response as the API has them. */
export const rolesOf = async ({ client }: Scene, responseId: string): Promise<readonly Role[]> =>
  (await client.get<{ roles: Role[] }>(`/v1/responses/${responseId}`, advocate)).roles;

/** The newest link that was sent for a page code, as a path. */
export async function linkFor({ client }: Scene, code: string, after = ''): Promise<string> {
  let path = '';
  await expect
    .poll(
      async () => {
        const { messages } = await client.get<{ messages: { body: string; at: string }[] }>(
          '/sandbox/messages',
        );
        const bodies = messages
          .filter(({ body }) => body.includes(`duty page ${code}.`))
          .sort((a, b) => (a.at < b.at ? 1 : -1));
        const paths = bodies
          .map(({ body }) => /\/p\/[\w-]+/.exec(body)?.[0] ?? '')
          .filter((found) => found !== after);
        path = paths[0] ?? '';
        return path;
      },
      { timeout: textsWaitMilliseconds },
    )
    .not.toBe('');
  return path;
}

/** A responder's session of a page, over the API. */
export async function openPage(
  scene: Scene,
  path: string,
): Promise<(verb: string, body?: unknown) => Promise<unknown>> {
  const token = path.replace('/p/', '');
  const { session } = await scene.client.post<{ session: string }>('/v1/pages/exchange', { token });
  return (verb, body = {}) =>
    scene.client.post(`/v1/pages/current/${verb}`, body, { authorization: `Bearer ${session}` });
}

/**
 * Each page at both widths: accessible, nothing sticks out sideways, nothing from elsewhere; with ALIGHT_PICTURES set, a picture
 * of it. What axe looks at hardly depends on the width: by default it looks at the narrow page, in the full run at both. Contrast
 * takes most of its time: a page that another test looks at in full says so.
 */
export async function hold(
  { page, elsewhere, javaScript }: Visitor,
  name: string,
  contrast = both,
): Promise<void> {
  for (const viewport of [narrow, wide]) {
    await page.setViewportSize(viewport);
    // Axe is a script: where none may run, the same page is looked at in the run with one.
    if (javaScript && (viewport === narrow || both))
      await expectAccessible(page, `${name} at ${viewport.width} px`, contrast);
    else await expectUpright(page, `${name} at ${viewport.width} px`);
    if (picturesFolder)
      await page.screenshot({
        path: `${picturesFolder}/${name.replaceAll(/\W+/g, '-')}-${viewport.width}.png`,
        fullPage: true,
      });
  }
  expect(elsewhere, `${name} asks elsewhere`).toEqual([]);
}
