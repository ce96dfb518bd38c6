/** The story by hand, in a real browser: report, console, phones, code; with a script and without. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writtenPages } from '../../web/site/written/pages.ts';
import { narrow, visitor } from '../support/browser.ts';
import { hold, openScene, type Scene, toReportPage } from './scene.ts';

describe('in a browser', () => {
  let scene: Scene;
  let instance: Scene['instance'];
  let browser: Scene['browser'];
  beforeAll(async () => {
    scene = await openScene();
    ({ instance, browser } = scene);
  });
  afterAll(() => scene.close());

  test('every public page is accessible, sends no script but the way out, and asks nobody else', async () => {
    const reader = await visitor(browser, instance.origin, { javaScript: true });
    for (const path of [
      '/',
      '/report?door=help',
      '/report?door=tip',
      '/report?door=professional',
      '/report?door=unsure',
      '/receipt',
      '/directory',
      ...writtenPages.map(({ path }) => `/${path}`),
      '/learn/transit/check',
      '/gallery',
      '/no-such-page',
      '/p/an-unknown-link',
      '/portal',
      '/sandbox',
    ]) {
      await reader.page.goto(path);
      await hold(reader, path === '/' ? 'home' : path, true);
      const scripts = await reader.page
        .locator('script')
        .evaluateAll((found) => found.map((script) => script.getAttribute('src')));
      const staff = ['/gallery', '/p/an-unknown-link', '/portal', '/sandbox'].includes(path);
      // The gallery shows the pieces of the form, the opener of the map among them.
      const own = path === '/gallery' ? ['/map-open.js'] : [];
      expect(scripts, path).toEqual(staff ? own : ['/leave.js']);
      const text = await reader.page.locator('body').innerText();
      expect(text, path).toContain('Not the National Human Trafficking Hotline, police or 911');
      expect(text, path).toContain(
        'A demonstration. If you need help now: 911, National Human Trafficking Hotline 1-888-373-7888, text 233733.',
      );
      expect(await reader.page.locator('a[href^="tel:"]').count(), path).toBe(0);
    }
    await reader.context.close();
  });

  test('the help door asks before any name or place, offers consent unticked, and gives a code that is not to be kept', async () => {
    const person = await visitor(browser, instance.origin, { javaScript: false, viewport: narrow });
    await person.page.goto('/');
    await person.page.getByRole('link', { name: /I need help/ }).click();
    const text = await person.page.locator('main').innerText();
    expect(text.indexOf('If you are under 18 and tell us')).toBeLessThan(text.indexOf('What is happening?'));
    await person.page.getByLabel('What is happening?').fill('He keeps my papers.');
    await toReportPage(person.page, 6);
    expect(await person.page.locator('input[name=releases]').count()).toBeGreaterThan(0);
    expect(await person.page.locator('input[name=releases]:checked').count()).toBe(0);
    await toReportPage(person.page, 8);
    await person.page.getByRole('button', { name: 'Send', exact: true }).click();
    expect(await person.page.locator('main').innerText()).toContain(
      'Do not keep this if someone checks your things. You can contact us without it.',
    );
    expect(await person.page.locator('details').count()).toBe(0);
    await hold(person, 'thank you help');
    await person.context.close();
  });

  test('an empty report is refused in words with nothing lost', async () => {
    const person = await visitor(browser, instance.origin, { javaScript: false });
    await person.page.goto('/report?door=tip');
    await person.page.getByLabel('What is happening?').fill('   ');
    await person.page.getByLabel('Yes, soon').check();
    await person.page.getByRole('button', { name: 'Continue' }).click();
    expect(await person.page.getByRole('alert').innerText()).toContain('Nothing was stored');
    expect(await person.page.getByLabel('Yes, soon').isChecked()).toBe(true);
    await hold(person, 'report with an error');
    await person.context.close();
  });

  test.each([
    ['without a script', false],
    ['with a script', true],
  ])('the whole story %s', async (how, javaScript) => {
    const conductor = await visitor(browser, instance.origin, { javaScript, viewport: narrow });
    await conductor.page.goto('/report?door=professional');
    await conductor.page
      .getByLabel('What is happening?')
      .fill(
        'While her companion was away, a passenger in car 2 told me that he keeps her phone and papers, that she owes for the trip and may not leave.',
      );
    await conductor.page.getByLabel('Yes, soon').check();
    await toReportPage(conductor.page, 2);
    await conductor.page.getByLabel('Someone else keeps their ID or papers').check();
    await conductor.page.getByLabel('They are said to owe money').check();
    await toReportPage(conductor.page, 3);
    await conductor.page.getByLabel('Train number or bus line').fill('311');
    await conductor.page.getByLabel('Car, or seat').fill('2');
    await conductor.page.getByLabel('Where do they mean to get off?').fill('Kansas City');
    await toReportPage(conductor.page, 8);
    await conductor.page.getByRole('button', { name: 'Send', exact: true }).click();
    const code = (await conductor.page.locator('.code:visible').innerText()).trim();
    expect(code).toMatch(/^(\d{4} ){5}\d$/);
    await hold(conductor, `thank you ${how}`, true);

    const advocate = await visitor(browser, instance.origin, { javaScript });
    await advocate.page.goto('/console');
    await hold(advocate, `queue ${how}`, true);
    await advocate.page
      .getByRole('row', { name: /Danger soon.*unread/ })
      .getByRole('link', { name: /Read/ })
      .click();
    await advocate.page.getByLabel('Ask the person who reported').fill('Is she still in the same car?');
    await advocate.page.getByRole('button', { name: 'Ask back' }).click();
    await advocate.page.locator('.talk').getByText('Is she still in the same car?').waitFor();

    await conductor.page.goto('/receipt');
    await conductor.page.getByLabel('Your code').fill(code);
    await conductor.page.getByRole('button', { name: 'Open' }).click();
    const seen = await conductor.page.locator('main').innerText();
    expect(seen).toContain('A trained person has read your report.');
    expect(seen).toContain('Is she still in the same car?');
    expect(seen).not.toContain('owes for the trip');
    await conductor.page.getByLabel('Write to us').fill('Yes, still car 2.');
    await conductor.page.getByRole('button', { name: 'Send' }).click();
    await hold(conductor, `code ${how}`, true);

    await advocate.page.reload();
    await advocate.page.getByLabel('The person’s own words are known').check();
    await advocate.page.getByLabel('Indicators together').selectOption('high');
    await advocate.page.getByLabel('Why', { exact: true }).first().fill('Her own words, papers and debt.');
    await advocate.page.getByRole('button', { name: 'Save the assessment' }).click();
    await advocate.page.getByLabel('On its way now').selectOption({ index: 1 });
    await advocate.page.getByRole('button', { name: 'Link this trip' }).click();
    await advocate.page.getByLabel('Where they get off').selectOption({ value: 'KCY' });
    await advocate.page.getByRole('button', { name: 'Save the stop' }).click();
    await advocate.page.getByText('gets off at Kansas City Union Station').waitFor();
    expect(
      await advocate.page.getByRole('button', { name: 'Pass on as information, no response' }).isVisible(),
    ).toBe(true);
    await hold(advocate, `report in the console ${how}`, true);
    await advocate.page.getByLabel('Reason, in words').fill('Her own words and two behaviours.');
    await advocate.page.getByRole('button', { name: 'Ask them to be there' }).click();
    expect(await advocate.page.getByRole('alert').innerText()).toContain('second person');
    await advocate.page.getByLabel('Confirmed with').selectOption({ index: 1 });
    await advocate.page.getByRole('button', { name: 'Ask them to be there' }).click();
    await advocate.page.waitForURL(/\/console\/responses\//).catch(async () => {
      throw new Error(`not confirmed: ${await advocate.page.getByRole('alert').innerText()}`);
    });

    const responder = await visitor(browser, instance.origin, { javaScript, viewport: narrow });
    await expect
      .poll(
        async () => {
          await responder.page.goto('/sandbox');
          return responder.page.getByRole('link', { name: /\/p\// }).count();
        },
        { timeout: 60_000 },
      )
      .toBeGreaterThanOrEqual(3);
    await hold(responder, `phones ${how}`, true);
    const link = await responder.page.getByRole('link', { name: /\/p\// }).first().getAttribute('href');
    await responder.page.goto(link!);
    await hold(responder, `link ${how}`, true);
    await responder.page.getByRole('button', { name: 'Open the page' }).click();
    expect(await responder.page.locator('main').innerText()).toContain('Not by itself grounds to detain');
    await hold(responder, `offer ${how}`, true);
    await responder.page.getByLabel('How long until you can be there?').fill('25');
    await responder.page.getByRole('button', { name: 'Yes, we take it' }).click();
    expect(await responder.page.locator('main').innerText()).toContain('You have accepted.');
    await hold(responder, `accepted ${how}`, true);
    if (javaScript)
      await advocate.page
        .getByText(/Accepted as/)
        .first()
        .waitFor({ timeout: 60_000 });
    // The line is cut; what happens meanwhile is there when it is back, once.
    if (javaScript) await advocate.context.setOffline(true);
    await responder.page.getByRole('button', { name: 'On our way' }).click();
    await responder.page.getByRole('button', { name: 'In place' }).click();
    expect(await responder.page.locator('main').innerText()).toContain('You are in place.');
    await responder.page.goto(link!);
    expect(await responder.page.getByRole('alert').innerText()).toContain('This link has been used');
    await hold(responder, `used link ${how}`, true);
    if (javaScript) await advocate.context.setOffline(false);
    // Without a script the page shows what was so when it was asked for; the event takes its moment.
    const staged = advocate.page.locator('.timeline li', { hasText: /In place,? (out|at)/ });
    await expect
      .poll(
        async () => {
          if (!javaScript) await advocate.page.reload();
          return staged.count();
        },
        { timeout: 60_000 },
      )
      .toBeGreaterThan(0);
    expect(await advocate.page.locator('.timeline li', { hasText: /In place,? (out|at)/ }).count()).toBe(1);
    await hold(advocate, `response ${how}`, true);
    await advocate.page.getByRole('button', { name: 'It is done: close' }).click();
    await responder.page.goto('/portal');
    await expect
      .poll(
        async () => {
          await responder.page.reload();
          return responder.page.locator('main').innerText();
        },
        { timeout: 60_000 },
      )
      .toContain('You are stood down');
    await hold(responder, `stood down ${how}`, true);
    for (const { complaints } of [conductor, advocate, responder])
      expect(
        complaints.filter(
          (complaint) => !/ERR_INTERNET_DISCONNECTED|status of (404|409|410|422)/.test(complaint),
        ),
      ).toEqual([]);
    for (const { context } of [conductor, advocate, responder]) await context.close();
  });
});
