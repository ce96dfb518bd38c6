/** Who knows what about a case and who saw it: before anybody is told, while pages are open, and with somebody who must not be told. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { visitor } from '../support/browser.ts';
import {
  advocate,
  confirmed,
  hold,
  linkFor,
  openPage,
  openScene,
  readyReport,
  rolesOf,
  type Scene,
} from './scene.ts';

const supervisor = '01900000-0000-7000-8000-000000000003';

describe('who knows what', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene();
  });
  afterAll(() => scene.close());

  test('is empty in words while nobody has been told', async () => {
    const signalId = await readyReport(scene);
    const staff = await visitor(scene.browser, scene.instance.origin, { javaScript: true });
    await staff.page.goto(`/console/signals/${signalId}`);
    await staff.page.getByRole('link', { name: 'Who knows what, and why' }).click();
    await staff.page
      .getByRole('heading', { level: 1, name: 'Who knows what about this case, and why' })
      .waitFor();
    const words = await staff.page.locator('main').innerText();
    expect(words).toContain('Nobody has been told anything.');
    expect(words).toContain('Nobody is on the do-not-tell list.');
    await hold(staff, 'known empty');
    await staff.context.close();
  });

  test('shows each organization once, on which basis, and after a yes the words they saw', async () => {
    const { signalId, responseId } = await confirmed(scene);
    const lead = (await rolesOf(scene, responseId))
      .find(({ role }) => role === 'local-law-enforcement')!
      .asked.at(-1)!;
    const patrol = (await rolesOf(scene, responseId))
      .find(({ role }) => role === 'state-patrol')!
      .asked.at(-1)!;
    const order = { organizationId: patrol.organizationId, reason: 'His brother works there.' };
    await scene.client.post(`/v1/signals/${signalId}/do-not-tell`, order, advocate);
    const act = await openPage(scene, await linkFor(scene, lead.code));
    await act('accept');
    const staff = await visitor(scene.browser, scene.instance.origin, { javaScript: true });
    const { page } = staff;
    const row = page.getByRole('row', { name: new RegExp(lead.organizationName.replace(/[()]/g, '.')) });
    await expect
      .poll(
        async () => {
          await page.goto(`/console/signals/${signalId}/known`);
          return row.innerText();
        },
        { timeout: 15_000 },
      )
      .toContain('All seen');
    expect(await row.count()).toBe(1);
    const words = await row.innerText();
    for (const said of ['Someone else reported what they saw', 'as the second person', 'Opened', 'Delivered'])
      expect(words).toContain(said);
    expect(
      await page
        .getByRole('row', { name: new RegExp(patrol.organizationName.replace(/[()]/g, '.')) })
        .innerText(),
    ).toContain('Revoked');
    expect(await page.locator('#left-out').innerText()).toMatch(
      /Patrol.*On the do-not-tell list: His brother works there/,
    );
    await row.getByText('Word for word').click();
    const seen = await row.locator('details ul').innerText();
    expect(seen).toContain('Kansas City');
    expect(seen).toContain('accepted: meeting point');
    expect(seen).toMatch(/message, by text/);
    expect(seen, 'the secret of a link is nobody’s to read later').not.toMatch(/\/p\/[\w-]/);
    await hold(staff, 'known told');
    await staff.context.close();
  });

  test('and who saw it is one link from the report for a supervisor, and lists everybody who opened it', async () => {
    const signalId = await readyReport(scene);
    const staff = await visitor(scene.browser, scene.instance.origin, { javaScript: true });
    await staff.context.addCookies([
      { name: 'alight_acting', value: supervisor, url: `${scene.instance.origin}/console` },
    ]);
    await staff.page.goto(`/console/signals/${signalId}`);
    await staff.page.getByRole('link', { name: 'Who saw it' }).click();
    await staff.page.getByRole('heading', { level: 1, name: 'Who saw what' }).waitFor();
    const words = await staff.page.locator('main').innerText();
    expect(words).toContain('Sam Ortiz (demo)');
    expect(words).toContain('opened the report');
    expect(words).not.toContain('papers');
    await hold(staff, 'audit');
    await staff.page.goto('/console/audit?kind=person&id=nobody');
    expect(await staff.page.locator('main').innerText()).toContain('That is not an id');
    await hold(staff, 'audit refused');
    await staff.context.close();
  });
});
