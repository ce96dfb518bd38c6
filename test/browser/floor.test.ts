/** What staff see of chats on a narrow screen, and hear with a screen reader: the list that can be taken, and words that reached nobody. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { narrow, visitor } from '../support/browser.ts';
import { advocate, hold, openScene, type Scene } from './scene.ts';

const other = { 'alight-actor': '01900000-0000-7000-8000-000000000002' };
/** With the one that is looked at two more than are listed at once. */
const othersCount = 7;

describe('what staff see of chats', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene();
  });
  afterAll(() => scene.close());

  const reports = async (): Promise<string[]> =>
    (await scene.client.get<{ queue: { signalId: string }[] }>('/v1/queue', advocate)).queue.map(
      ({ signalId }) => signalId,
    );
  const begin = async (body: object): Promise<{ code: string; signalId: string }> => {
    const before = new Set(await reports());
    const { code } = await scene.client.post<{ code: string }>('/v1/chats', body);
    return { code, signalId: (await reports()).find((id) => !before.has(id))! };
  };
  const answer = (signalId: string, text: string) =>
    scene.client.post(`/v1/signals/${signalId}/ask-back`, { text }, other);

  test('stands whole at 320 pixels, each button says what it takes, and what reached nobody is read out when it is known', async () => {
    const { code, signalId } = await begin({ danger: 'soon', text: 'Is somebody there?' });
    await answer(signalId, 'Are you safe?');
    await scene.client.post('/v1/chats/open', { code });
    await answer(signalId, 'Wait at the bus stop with the long bench behind the station.');
    for (let n = 0; n < othersCount; n++)
      await begin({ danger: n ? 'not-known' : 'imminent', ageGroup: 'minor', text: `Chat ${n}` });
    const staff = await visitor(scene.browser, scene.instance.origin, { javaScript: true, viewport: narrow });
    const { page } = staff;
    await page.goto(`/console/signals/${signalId}`);
    const told = page.locator('#conversation [role=status]').first();
    expect(await told.textContent(), 'the region is there before its words').toBe('');
    await scene.client.post('/sandbox/clock', { advanceSeconds: 11 * 60 });
    await scene.client.post('/v1/chats/resume', { code, after: 2 });
    await page.getByText('One message was not shown to them').waitFor();
    expect(await told.innerText()).toContain('Write it again when they are back.');
    expect(await page.locator('.talk li', { hasText: 'Not shown to them' }).count()).toBe(1);
    const open = page.locator('.floor__open');
    await open.getByText('Chats that you can take (8)').click();
    await open.getByText('2 more stand in the queue.').waitFor();
    const takes = await open
      .locator('button')
      .evaluateAll((buttons) =>
        buttons.map(
          (button) => document.getElementById(button.getAttribute('aria-describedby') ?? '')?.innerText,
        ),
      );
    expect(takes).toHaveLength(6);
    expect(takes[0]).toMatch(/Danger now.*May be under 18/s);
    expect(takes[1]).toMatch(/Danger soon/);
    await hold(staff, 'floor and conversation', true);
    expect(staff.complaints).toEqual([]);
    await staff.context.close();
  });
});
