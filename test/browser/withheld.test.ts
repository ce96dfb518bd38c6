/** Whom not to tell, on the page of a report: a person out of a list, and a name in words, with a script and without. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { visitor } from '../support/browser.ts';
import { supervisorId } from '../support/house.ts';
import { hold, openScene, readyReport, type Scene } from './scene.ts';

describe('someone must not be told', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene();
  });
  afterAll(() => scene.close());

  test.each([true, false])('a person and a name are put on the list, script: %s', async (javaScript) => {
    const signalId = await readyReport(scene);
    const staff = await visitor(scene.browser, scene.instance.origin, { javaScript });
    const { page } = staff;
    const here = `/console/signals/${signalId}`;
    const panel = page.locator('#plan details', { hasText: 'Someone must not be told' });
    const open = async () => {
      if (!(await panel.evaluate((one) => (one as HTMLDetailsElement).open)))
        await panel.locator('summary').first().click();
    };
    const send = page.getByRole('button', { name: 'Put on the do-not-tell list' });
    await page.goto(here);
    await open();
    await panel.getByLabel('Why').fill('Her uncle.');
    await send.click();
    expect(await page.locator('#plan').innerText()).toContain('Who must not be told?');
    expect(await panel.getByLabel('Why').inputValue(), 'nothing is lost').toBe('Her uncle.');
    await hold(staff, `withheld refused ${javaScript}`);

    const person = panel.getByLabel('Only a unit or a person');
    const chosen = person
      .locator('optgroup:not([label="People who work here"]) option[value^="contact"]')
      .first();
    const [value, name] = [await chosen.getAttribute('value'), await chosen.innerText()];
    await person.selectOption(value!);
    await send.click();
    await page.waitForURL((url) => url.pathname === here);
    await expect.poll(() => page.locator('#decision').innerText()).toContain(`${name} at `);
    await open();
    await panel.getByLabel('Or a name that is in neither list').fill('Deputy Walter Quill');
    await panel.getByLabel('Why').fill('A friend of his.');
    await send.click();
    await expect
      .poll(() => page.locator('#decision').innerText())
      .toContain('Deputy Walter Quill must not be told');
    await open();
    await hold(staff, `withheld listed ${javaScript}`);
    await page.goto(`${here}/known`);
    const left = await page.locator('#left-out').innerText();
    expect(left).toContain(name);
    expect(left).toContain('Deputy Walter Quill (nobody here has this name');
    await staff.context.close();
  });

  test('the list shows ours too, a supervisor takes one off with a reason, and what no list offers is refused with all kept', async () => {
    const signalId = await readyReport(scene);
    const here = `/console/signals/${signalId}`;
    const staff = await visitor(scene.browser, scene.instance.origin, { javaScript: false });
    const { page } = staff;
    await page.goto(here);
    const panel = page.locator('#plan details', { hasText: 'Someone must not be told' });
    await panel.locator('summary').first().click();
    const person = panel.getByLabel('Only a unit or a person');
    await person.selectOption({ label: 'Riley Adams (demo)' });
    await person.evaluate((list) => {
      for (const option of (list as HTMLSelectElement).selectedOptions) option.value = 'staff not-an-id';
    });
    await panel.getByLabel('Why').fill('Her cousin.');
    await page.getByRole('button', { name: 'Put on the do-not-tell list' }).click();
    expect(await page.locator('#plan').innerText()).toContain('They are not known here');
    expect(await panel.getByLabel('Why').inputValue(), 'nothing is lost').toBe('Her cousin.');
    await person.selectOption({ label: 'Riley Adams (demo)' });
    await page.getByRole('button', { name: 'Put on the do-not-tell list' }).click();
    const list = page.getByRole('region', { name: 'On the do-not-tell list' });
    expect(await list.innerText()).toContain('Riley Adams (demo), who works here: Her cousin.');
    expect(await list.getByRole('button').count(), 'an advocate takes nobody off').toBe(0);

    await staff.context.addCookies([
      { name: 'alight_acting', value: supervisorId, url: `${scene.instance.origin}/console` },
    ]);
    await page.goto(here);
    await list.locator('summary').click();
    const takeOff = list.getByRole('button', { name: 'Take off the do-not-tell list' });
    await takeOff.click();
    expect(await list.locator('.wrong').innerText()).toBe('Still needed');
    await hold(staff, 'withheld taking back refused');
    await list.getByLabel('Why they may be told after all').fill('Another of the same name.');
    await takeOff.click();
    await page.waitForURL((url) => url.pathname === here);
    expect(await page.locator('#plan').innerText()).toContain('Taken off the do-not-tell list');
    expect(await list.count()).toBe(0);
    await staff.context.close();
  });

  test('whoever lists themselves is taken to what is still theirs, and the report is not there for them', async () => {
    const signalId = await readyReport(scene);
    const staff = await visitor(scene.browser, scene.instance.origin, { javaScript: false });
    const { page } = staff;
    await page.goto(`/console/signals/${signalId}`);
    const panel = page.locator('#plan details', { hasText: 'Someone must not be told' });
    await panel.locator('summary').first().click();
    await panel.getByLabel('Only a unit or a person').selectOption({ label: 'Noor Haddad (demo)' });
    await panel.getByLabel('Why').fill('I know them.');
    await page.getByRole('button', { name: 'Put on the do-not-tell list' }).click();
    await page.waitForURL((url) => url.pathname === '/console');
    const answer = await page.goto(`/console/signals/${signalId}`);
    expect(answer!.status()).toBe(404);
    await staff.context.close();
  });
});
