/** Who saw what, as a supervisor looks it up: from a report, on a narrow and a wide screen, and refused in words to others. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { visitor } from '../support/browser.ts';
import { hold, openScene, readyReport, type Scene } from './scene.ts';

const supervisor = '01900000-0000-7000-8000-000000000003';

describe('who saw what', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene();
  });
  afterAll(() => scene.close());

  test('is one link from the report for a supervisor, and lists everybody who opened it', async () => {
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
