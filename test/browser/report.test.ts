/** Reporting: which train it is, asked in words and never in the way; and what a printer gives away. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { narrow, type Visitor, visitor } from '../support/browser.ts';
import { hold, openScene, type Scene, toReportPage } from './scene.ts';

const staff = { 'alight-actor': '01900000-0000-7000-8000-000000000001' };
const narrative = 'Someone else holds her ticket.';

describe('a report', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene();
  });
  afterAll(() => scene.close());

  const atDoor = async (door: string, javaScript = false): Promise<Visitor> => {
    const person = await visitor(scene.browser, scene.instance.origin, { javaScript, viewport: narrow });
    await person.page.goto(`/report?door=${door}`);
    await person.page.getByLabel('What is happening?').fill(narrative);
    return person;
  };
  const send = async ({ page }: Visitor) => {
    await toReportPage(page, 8);
    await page.getByRole('button', { name: 'Send', exact: true }).click();
  };
  const queued = async () =>
    (await scene.client.get<{ queue: { signalId: string }[] }>('/v1/queue', staff)).queue;
  /** What comes back to a form that was filled in beyond what its fields take. */
  const posted = async (door: string, fields: Record<string, string>): Promise<string> => {
    const answer = await fetch(`${scene.instance.origin}/report?door=${door}`, {
      method: 'POST',
      headers: { origin: scene.instance.origin },
      body: new URLSearchParams({ door, ...fields }),
    });
    return answer.text();
  };
  const main = ({ page }: Visitor) => page.locator('main').innerText();

  test('offers the trains and stops it knows, without a script', async () => {
    const { page, context } = await atDoor('tip');
    await toReportPage(page, 3);
    expect(await page.locator('#known-lines option[value="311"]').getAttribute('label')).toBe(
      'Missouri River Runner to Kansas City',
    );
    expect(await page.locator('#known-stops option[value="Kansas City Union Station"]').count()).toBe(1);
    await page.getByText('Trains and buses we have a timetable for').click();
    expect(await page.locator('details li', { hasText: '311' }).isVisible()).toBe(true);
    await context.close();
  });

  test('finds the runs of a train without a script, and links the one that is chosen', async () => {
    const { page, context } = await atDoor('professional');
    await toReportPage(page, 3);
    await page.getByLabel('Train number or bus line').fill('311');
    await page.getByRole('button', { name: 'Find the train or bus' }).click();
    const run = page.getByLabel(/311.*, from .+ to .+/);
    expect(await run.count()).toBeGreaterThan(0);
    await run.first().check();
    await toReportPage(page, 8);
    const before = new Set((await queued()).map(({ signalId }) => signalId));
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    const { signalId } = (await queued()).find((entry) => !before.has(entry.signalId))!;
    const { transit } = await scene.client.get<{ transit: Record<string, string> }>(
      `/v1/signals/${signalId}`,
      staff,
    );
    expect(transit).toMatchObject({
      line: '311',
      tripId: 'river-runner:311',
      serviceDate: scene.serviceDate,
    });
    await context.close();
  });

  test('forgets the run that was chosen when another line is written', async () => {
    const { page, context } = await atDoor('tip');
    await toReportPage(page, 3);
    await page.getByLabel('Train number or bus line').fill('311');
    await page.getByRole('button', { name: 'Find the train or bus' }).click();
    await page
      .getByLabel(/311.*, from .+ to .+/)
      .first()
      .check();
    await toReportPage(page, 8);
    expect(await page.locator('main').innerText()).toMatch(/Train or bus\s+.*311/);
    await page.getByRole('button', { name: 'Change Where it is' }).click();
    await page.getByLabel('Train number or bus line').fill('the long-distance bus');
    await toReportPage(page, 8);
    const before = new Set((await queued()).map(({ signalId }) => signalId));
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    const { signalId } = (await queued()).find((entry) => !before.has(entry.signalId))!;
    const { transit } = await scene.client.get<{ transit: Record<string, string> }>(
      `/v1/signals/${signalId}`,
      staff,
    );
    expect(transit).toEqual({ line: 'the long-distance bus' });
    await context.close();
  });

  test('a yes that was read in a language nobody has reviewed is no basis, whatever is chosen afterwards', async () => {
    const person = await visitor(scene.browser, scene.instance.origin, {
      javaScript: false,
      viewport: narrow,
    });
    const { page } = person;
    await page.goto('/es/report?door=help');
    await page.locator('[name=relation][value=potential-victim]').check();
    await page.locator('textarea[name=narrative]').fill(narrative);
    for (let turned = 1; turned < 6; turned++)
      await page.locator('#report button[name=go][value=next]').click();
    await page.locator('[name=releases]').first().check();
    await page.locator('#report button[name=go][value=next]').click();
    await page.locator('.languages').getByText('English').click();
    await toReportPage(page, 8);
    const before = new Set((await queued()).map(({ signalId }) => signalId));
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    const { signalId } = (await queued()).find((entry) => !before.has(entry.signalId))!;
    const seen = await scene.client.get<{ language: string; releases: { informed: boolean }[] }>(
      `/v1/signals/${signalId}`,
      staff,
    );
    expect([seen.language, seen.releases.map(({ informed }) => informed)]).toEqual(['en', [false]]);
    await person.context.close();
  });

  test('a yes that was read in English stays one, whatever the page was looked at in afterwards', async () => {
    const person = await visitor(scene.browser, scene.instance.origin, { javaScript: false });
    const { page } = person;
    await page.goto('/report?door=help');
    await page.locator('[name=relation][value=potential-victim]').check();
    await page.locator('textarea[name=narrative]').fill(narrative);
    await toReportPage(page, 6);
    await page.locator('[name=releases]').first().check();
    await page.locator('.languages').getByText('Español').click();
    await page.locator('.languages').getByText('English').click();
    await toReportPage(page, 8);
    const before = new Set((await queued()).map(({ signalId }) => signalId));
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    const { signalId } = (await queued()).find((entry) => !before.has(entry.signalId))!;
    const { releases } = await scene.client.get<{ releases: { informed: boolean }[] }>(
      `/v1/signals/${signalId}`,
      staff,
    );
    expect(releases.map(({ informed }) => informed)).toEqual([true]);
    await person.context.close();
  });

  test.each([true, false])(
    'the Enter key in a field goes on, and never changes the language or sends: scripts %s',
    async (javaScript) => {
      const person = await visitor(scene.browser, scene.instance.origin, { javaScript });
      const { page } = person;
      const before = (await queued()).length;
      await page.goto('/receipt');
      await page.locator('[name=code]').fill('1234');
      await page.locator('[name=code]').press('Enter');
      await page.getByText('That code does not open anything').first().waitFor();
      await page.goto('/report?door=help');
      await page.locator('[name=relation][value=potential-victim]').check();
      await page.locator('textarea[name=narrative]').fill(narrative);
      await toReportPage(page, 3);
      await page.locator('[name=line]').fill('311');
      await page.locator('[name=placeWords]').press('Enter');
      await page.getByText('Page 4 of 8').waitFor();
      await toReportPage(page, 6);
      await page.locator('[name=releases]').first().check();
      await page.locator('[name=releases]').first().press('Enter');
      await page.getByText('Page 7 of 8').waitFor();
      expect(await page.locator('html').getAttribute('lang')).toBe('en');
      expect((await queued()).length).toBe(before);
      await page.goto('/chat');
      await page.locator('[name=ifQuiet]').fill('Wait for me.');
      await page.locator('[name=ifQuiet]').press('Enter');
      await page.getByLabel('Write to us').waitFor();
      expect(await page.locator('html').getAttribute('lang')).toBe('en');
      await page.getByRole('button', { name: 'End the chat' }).click();
      await page.locator('h1').getByText('The chat has ended').waitFor();
      await person.context.close();
    },
  );

  test.each([
    ['999', '', 'no timetable has this number'],
    ['train 999', '', 'a number among words is a number'],
    ['311', '2019-01-01', 'it does not run on that day'],
  ])('on train "%s" of "%s" is asked about once, with nothing lost, since %s', async (line, day) => {
    const person = await atDoor('professional', true);
    const { page } = person;
    await toReportPage(page, 2);
    await page.getByLabel('They are said to owe money').check();
    await toReportPage(page, 3);
    await page.getByLabel('Train number or bus line').fill(line);
    if (day) await page.getByLabel('Which day did it set out?').fill(day);
    await page.getByLabel('Car, or seat').fill('2');
    await page.getByRole('button', { name: 'Continue' }).click();
    expect(await page.getByRole('alert').innerText()).toContain('We do not know that train or bus');
    expect(await page.getByLabel('Train number or bus line').inputValue()).toBe(line);
    expect(await page.getByLabel('Which day did it set out?').inputValue()).toBe(day);
    expect(await page.getByLabel('Car, or seat').inputValue()).toBe('2');
    await hold(person, `unknown trip ${line} ${day}`);
    await page.getByRole('button', { name: 'Go on as I wrote it' }).click();
    await send(person);
    expect(await main(person)).toContain('Thank you. We have it.');
    const record = await page.locator('.sheet').first().textContent();
    for (const kept of [narrative, line, day, 'They are said to owe money']) expect(record).toContain(kept);
    await person.context.close();
  });

  test.each([
    ['tip', '311', 'not-known', 'the timetable has it'],
    ['tip', 'Train 311', 'not-known', 'the number in it is known'],
    ['tip', 'the long-distance bus', 'not-known', 'words are never doubted'],
    ['tip', '999', 'imminent', 'danger now is never held up'],
    ['help', '999', 'not-known', 'whoever comes for help is never held up'],
  ])('at the door "%s" on "%s" with danger "%s" goes straight in, since %s', async (door, line, danger) => {
    const person = await atDoor(door);
    await person.page.locator(`input[name=danger][value=${danger}]`).check();
    await toReportPage(person.page, 3);
    await person.page.getByLabel('Train number or bus line').fill(line);
    await send(person);
    expect(await main(person)).toContain('Thank you. We have it.');
    await person.context.close();
  });

  test.each([['help'], ['unsure']])(
    'at the door "%s" says what happens under 18 before anything can be written',
    async (door) => {
      const { page, context } = await atDoor(door);
      const [warning, field] = [
        page.getByText('If you are under 18 and tell us who or where you are'),
        page.locator('textarea, input[type=text], input[type=date]').first(),
      ];
      expect((await warning.boundingBox())!.y).toBeLessThan((await field.boundingBox())!.y);
      await context.close();
    },
  );

  test('speaks to the person themselves, and about them when somebody close writes', async () => {
    const { page, context } = await atDoor('help');
    const shown = (text: string) => page.getByText(text, { exact: true }).isVisible();
    expect(await shown('Are you in danger?')).toBe(true);
    await page.getByLabel('It is about someone close to me').check();
    expect(await shown('Are you in danger?'), 'at once, without a script').toBe(false);
    expect(await shown('Is someone in danger?')).toBe(true);
    await toReportPage(page, 2);
    expect(await shown('Someone else keeps their ID or papers')).toBe(true);
    await toReportPage(page, 3);
    expect(await shown('Where do they mean to get off?')).toBe(true);
    await toReportPage(page, 6);
    expect(await page.locator('input[name=releases]').count()).toBe(0);
    expect(await page.locator('.consent').innerText()).toContain('nobody can be chosen here');
    await page.locator('#report button[value="back"]').click();
    for (let turned = 0; turned < 4; turned++) await page.locator('#report button[value="back"]').click();
    await page.getByLabel('It is about me').check();
    await toReportPage(page, 2);
    expect(await shown('Does someone keep your ID or papers?')).toBe(true);
    await toReportPage(page, 3);
    expect(await shown('Where do you mean to get off?')).toBe(true);
    await context.close();
  });

  test.each([
    ['It is about me', 1, 'the person consents'],
    ['It is about someone close to me', 0, 'nobody consents for another'],
  ])('with "%s" keeps %i consents of those ticked, since %s', async (about, kept) => {
    const { page, context } = await atDoor('help');
    await page.getByLabel('It is about me').check();
    await toReportPage(page, 6);
    expect(await page.locator('input[name=releases]:checked').count()).toBe(0);
    await page.getByLabel('Yes, you may tell a victim advocate near you').check();
    const asked = await page.locator('.consent__one').first().locator('p').innerText();
    expect(asked).toMatch(
      /^May we tell a victim advocate near you .+ so that .+\? Until \w+ \d{1,2}, \d{4}\. You can say no and still get help\. You can stop this later; we cannot take back what was already told\.$/,
    );
    await toReportPage(page, 8);
    await page.getByRole('button', { name: 'Change Tell us what is happening' }).click();
    await page.getByLabel(about).check();
    await toReportPage(page, 8);
    const before = new Set((await queued()).map(({ signalId }) => signalId));
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    const { signalId } = (await queued()).find((entry) => !before.has(entry.signalId))!;
    const { releases } = await scene.client.get<{ releases: { recipient: string; until: string }[] }>(
      `/v1/signals/${signalId}`,
      staff,
    );
    expect(releases).toHaveLength(kept);
    const shown = new Date(`${/Until (\w+ \d+, \d+)/.exec(asked)![1]} UTC`).toISOString().slice(0, 10);
    for (const { recipient, until } of releases) {
      expect(recipient).toBe('role:victim-advocate');
      expect(until.slice(0, 10), 'what was read is what is stored').toBe(shown);
    }
    await context.close();
  });

  test.each([
    ['narrative', '   ', 'please write a few words here'],
    ['narrative', 'x'.repeat(20_001), 'this is too long'],
    ['ownWords', 'x'.repeat(5_001), 'this is too long'],
    ['car', 'x'.repeat(61), 'this is too long'],
    ['alightingStop', 'x'.repeat(121), 'this is too long'],
    ['placeWords', 'x'.repeat(501), 'this is too long'],
    ['appearance', 'x'.repeat(2_001), 'this is too long'],
    ['doNotTell', 'x'.repeat(2_001), 'this is too long'],
    ['safePhone', '5'.repeat(201), 'this is too long'],
    ['danger', 'perhaps', 'could not be read'],
    ['observations', 'looks-odd', 'could not be read'],
  ])('says in words what is wrong with "%s"', async (field, value, words) => {
    for (const door of ['help', 'tip']) {
      const text = await posted(door, { narrative, [field]: value });
      expect(text).toContain(words);
      expect(text).not.toMatch(/expected string|Too small|Too big|Invalid|body-invalid/);
      if (words === 'could not be read') continue;
      expect(text).toContain(`href="#wrong-${field}"`);
      expect(text).toContain(`id="wrong-${field}"`);
    }
  });

  test('of danger now keeps 911 in sight and offers to send at once, beside going on', async () => {
    const person = await atDoor('help');
    const { page } = person;
    await page.locator('input[name=danger][value=imminent]').check();
    await page.getByRole('button', { name: 'Continue' }).click();
    expect(await main(person)).toContain('Is someone in danger right now? Call 911');
    const [next, now] = await Promise.all(
      ['Continue', 'Send now'].map((name) => page.getByRole('button', { name, exact: true }).boundingBox()),
    );
    expect(now!.y - next!.y, 'beside each other').toBeLessThan(80);
    await page.getByRole('button', { name: 'Send now' }).click();
    expect(await main(person)).toContain('Thank you. We have it.');
    await person.context.close();
  });

  test('is sent from any page, says to staff that more may come, and takes more by its code', async () => {
    const { page, context } = await atDoor('help');
    const before = new Set((await queued()).map(({ signalId }) => signalId));
    await toReportPage(page, 3);
    await page.getByRole('button', { name: 'Send now' }).click();
    const code = (await page.locator('.code').innerText()).trim();
    const { signalId } = (await queued()).find((entry) => !before.has(entry.signalId))!;
    const asStaff = () =>
      scene.client.get<{ unfinished: boolean; messages: { text: string }[] }>(
        `/v1/signals/${signalId}`,
        staff,
      );
    expect((await asStaff()).unfinished).toBe(true);
    await page.goto('/receipt');
    await page.getByLabel('Your code').fill(code);
    await page.getByRole('button', { name: 'Open' }).click();
    const text = await page.locator('main').innerText();
    expect(text).toContain('You can go on page by page');
    expect(text).not.toContain(narrative);
    await page.getByLabel('Write to us').fill('It is train 311.');
    await page.getByRole('button', { name: 'Send' }).click();
    expect((await asStaff()).messages.map((message) => message.text)).toEqual(['It is train 311.']);
    await page.getByRole('button', { name: 'Go on with the form' }).click();
    expect(await page.locator('main').innerText()).not.toContain(narrative);
    for (let pages = 0; pages < 3; pages++) await page.getByRole('button', { name: 'Continue' }).click();
    await page.locator('[name=vehicleWords]').fill('A white van');
    await page.getByRole('button', { name: 'Send now' }).click();
    expect(await page.locator('main').innerText()).toContain('We have what you added');
    expect((await asStaff()).messages.at(-1)?.text).toContain('A white van');
    await context.close();
  });

  test('keeps the way out in sight, large enough for a thumb, and beside what is sent and shown', async () => {
    const person = await atDoor('help');
    const exits = person.page.getByRole('link', { name: 'Leave this site' });
    for (const [step, name] of [
      [1, 'Continue'],
      [8, 'Send'],
    ] as const) {
      await toReportPage(person.page, step);
      expect(await exits.count()).toBe(2);
      await person.page.getByRole('button', { name, exact: true }).scrollIntoViewIfNeeded();
      for (const exit of await exits.all()) {
        const box = (await exit.boundingBox())!;
        expect(box.height).toBeGreaterThanOrEqual(44);
        expect(box.y).toBeGreaterThanOrEqual(0);
      }
    }
    await send(person);
    expect(await exits.count(), 'beside the code').toBe(2);
    await person.context.close();
  });

  test('leaves a code that opens nothing in its field, and says the same of every one', async () => {
    const answers: string[] = [];
    for (const code of ['1234 5678 9012 3456 7890 3', '1234 5678 9012 3456 7890 7']) {
      const person = await visitor(scene.browser, scene.instance.origin, { javaScript: false });
      await person.page.goto('/receipt');
      await person.page.getByLabel('Your code').fill(code);
      await person.page.getByRole('button', { name: 'Open' }).click();
      expect(await person.page.getByLabel('Your code').inputValue()).toBe(code);
      answers.push(await main(person));
      await person.context.close();
    }
    expect(new Set(answers).size).toBe(1);
  });

  test('after the code is deleted, danger comes first and there is a way to write anew', async () => {
    const person = await atDoor('help', true);
    await send(person);
    const code = (await person.page.locator('.code').innerText()).trim();
    await person.page.goto('/receipt');
    await person.page.getByLabel('Your code').fill(code);
    await person.page.getByRole('button', { name: 'Open' }).click();
    await person.page.getByText('Delete my code').click();
    await person.page.getByRole('button', { name: 'Delete it now' }).click();
    expect(await main(person)).toContain('Is someone in danger right now?');
    expect(await person.page.getByRole('link', { name: 'Write to us anew' }).count()).toBe(1);
    await hold(person, 'code deleted');
    await person.context.close();
  });

  test('prints nothing at the help door: not what is being written, not the code', async () => {
    const person = await atDoor('help', true);
    await person.page.emulateMedia({ media: 'print' });
    expect((await main(person)).trim()).toBe('This page does not print.');
    await person.page.emulateMedia({ media: 'screen' });
    await send(person);
    const code = (await person.page.locator('.code').innerText()).trim();
    expect(await main(person)).toContain(
      'Do not keep this if someone checks your things. You can contact us without it.',
    );
    expect(await person.page.content()).not.toContain(narrative);
    await person.page.emulateMedia({ media: 'print' });
    expect((await main(person)).trim()).toBe('This page does not print.');
    expect(await sheets(person)).toBe(1);
    await person.page.emulateMedia({ media: 'screen' });

    await person.page.goto('/receipt');
    await person.page.getByLabel('Your code').fill(code);
    await person.page.getByRole('button', { name: 'Open' }).click();
    expect(await person.page.content()).not.toContain(narrative);
    await person.page.emulateMedia({ media: 'print' });
    expect((await main(person)).trim()).toBe('This page does not print.');
    await person.context.close();
  });

  test.each([['tip'], ['professional']])(
    'at the door "%s" prints the record without the code, and the code on a sheet of its own',
    async (door) => {
      const person = await atDoor(door, true);
      const { page } = person;
      await toReportPage(page, 6);
      await page.getByLabel(/should not tell/).fill('The station manager.');
      await toReportPage(page, 7);
      await page.getByLabel('A phone number that is safe for texts').fill('816-555-0177');
      await send(person);
      const code = (await page.locator('.code').first().innerText()).trim();
      await hold(person, `sent ${door}`);
      await page.emulateMedia({ media: 'print' });
      const [record, own] = [page.locator('.sheet').nth(0), page.locator('.sheet').nth(1)];
      expect(await record.innerText()).toContain(narrative);
      expect(await record.innerText()).not.toContain(code);
      expect(await record.innerText(), 'nobody’s business on paper').not.toMatch(/555-0177|station manager/);
      expect(await own.innerText()).toContain(code);
      expect(await own.innerText()).not.toContain(narrative);
      expect(await main(person)).not.toContain('Thank you');
      expect(await record.evaluate((element) => getComputedStyle(element).breakAfter)).toBe('page');
      expect(await sheets(person)).toBe(2);
      await page.emulateMedia({ media: 'screen' });
      expect(await page.locator('.sheet:visible').count()).toBe(0);

      await page.goto('/receipt');
      await page.getByLabel('Your code').fill(code);
      await page.getByRole('button', { name: 'Open' }).click();
      expect(await page.content(), 'the code never shows the report').not.toContain(narrative);
      await person.context.close();
    },
  );
});

/** Sheets of paper that the page takes. */
async function sheets({ page }: Visitor): Promise<number> {
  const pdf = (await page.pdf({ format: 'Letter' })).toString('latin1');
  return pdf.match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;
}
