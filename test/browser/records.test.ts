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
        { timeout: 60_000 },
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

describe('finding, keeping, and looking behind glass', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene();
  });
  afterAll(() => scene.close());

  const nameOf = { supervisor: /Sam Ortiz/, administrator: /Lee Novak/ } as const;
  async function actAs(staff: Awaited<ReturnType<typeof visitor>>, who: keyof typeof nameOf) {
    const { page } = staff;
    await page.goto('/console');
    const option = page.getByLabel('Acting as').locator('option', { hasText: nameOf[who] });
    await page.getByLabel('Acting as').selectOption({ label: (await option.textContent())! });
    await page.getByRole('button', { name: 'Switch' }).click();
    await page.waitForLoadState();
  }

  test('one box finds a report by a number and by a word; the question stands in no address', async () => {
    await readyReport(scene);
    const narrative = 'Whoever drives the van answers at 816-555-0143.';
    await scene.client.post('/v1/signals', { door: 'tip', narrative });
    const byNumber = () =>
      scene.client.post<{ found: unknown[] }>('/v1/search', { text: '816-555-0143' }, advocate);
    await expect.poll(async () => (await byNumber()).found.length).toBe(1);
    const staff = await visitor(scene.browser, scene.instance.origin, { javaScript: true });
    const { page } = staff;
    await page.goto('/console');
    await page.getByLabel('Find a report').fill('(816) 555 0143');
    await page.getByRole('button', { name: 'Find', exact: true }).click();
    await page.getByRole('heading', { name: 'Newest first' }).waitFor();
    expect(await page.locator('#found tbody tr').count(), 'the one, and no other report').toBe(1);
    expect(page.url()).not.toContain('555');
    await hold(staff, 'search found');
    const ask = async (text: string, title: string) => {
      await page
        .locator('main')
        .getByLabel(/Number, plate/)
        .fill(text);
      await page.locator('main').getByRole('button', { name: 'Find', exact: true }).last().click();
      await page.getByRole('heading', { name: title }).waitFor();
    };
    await ask('816-555-0199', 'Nothing found');
    await ask('papers', 'Newest first');
    expect(page.url()).not.toContain('papers');
    await ask('pamphlets', 'Nothing found');
    await hold(staff, 'search nothing');
    await staff.context.close();
  });

  test('a hold is placed on a report and stands on its page', async () => {
    const signalId = await readyReport(scene);
    const staff = await visitor(scene.browser, scene.instance.origin, { javaScript: true });
    await actAs(staff, 'supervisor');
    const { page } = staff;
    await page.goto(`/console/signals/${signalId}`);
    await page.getByRole('link', { name: 'How long it is kept' }).click();
    await page.getByText('Place a hold').click();
    await page.getByLabel('Who asks, and what for').fill('The county court, in case 24-113.');
    await page.getByRole('button', { name: 'Place the hold' }).click();
    await page.getByRole('cell', { name: /A court ordered it: The county court/ }).waitFor();
    expect(await page.locator('#purge').innerText()).toContain('while a hold lies on it');
    await hold(staff, 'keeping held');
    await staff.context.close();
  });

  test('who has to agree to a destruction finds it in a list, and agrees there', async () => {
    const signalId = await readyReport(scene);
    await scene.client.get(`/v1/signals/${signalId}`, advocate);
    await scene.client.post(`/v1/signals/${signalId}/close`, { reason: 'Seen to.' }, advocate);
    await scene.client.post(`/v1/signals/${signalId}/purge`, { cause: 'person-asked' }, advocate);
    const staff = await visitor(scene.browser, scene.instance.origin, { javaScript: true });
    const { page } = staff;
    await actAs(staff, 'administrator');
    await page.goto('/console/people');
    await page.getByRole('link', { name: 'To be destroyed' }).click();
    await page.getByRole('cell', { name: '0 of 2' }).waitFor();
    await hold(staff, 'purges');
    await page
      .getByRole('row', { name: /0 of 2/ })
      .getByRole('link')
      .click();
    await page.getByRole('button', { name: 'I agree' }).click();
    await page.getByText(/\(1 of 2\)/).waitFor();
    await hold(staff, 'keeping agreed');
    await page.getByRole('button', { name: 'I agree' }).click();
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').innerText()).toContain('You agreed before');
    await staff.context.close();
  });

  test('an administrator asks to look, a supervisor agrees, and the report is there', async () => {
    const signalId = await readyReport(scene);
    const staff = await visitor(scene.browser, scene.instance.origin, { javaScript: true });
    const { page } = staff;
    await actAs(staff, 'administrator');
    await page.goto('/console/glass');
    await page.getByLabel('The report’s id').fill(signalId);
    await page.getByLabel('Why you have to look').fill('The court asks whether this report names it.');
    await page.getByRole('button', { name: 'Ask', exact: true }).click();
    await page.getByRole('cell', { name: /waits for a second person/ }).waitFor();
    await actAs(staff, 'supervisor');
    await page.goto('/console/glass');
    await page.getByRole('button', { name: 'Agree' }).click();
    await page.getByRole('cell', { name: /^open until/ }).waitFor();
    await actAs(staff, 'administrator');
    await page.goto('/console/glass');
    await page.getByRole('button', { name: 'Look' }).click();
    await page.getByText('Open when you are ready').click();
    expect(await page.locator('#report').innerText()).toMatch(/papers/);
    await hold(staff, 'glass open');
    await staff.context.close();
  });
});
