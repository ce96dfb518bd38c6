/** Reporting: which train it is, asked in words and never in the way; and what a printer gives away. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { narrow, type Visitor, visitor } from '../support/browser.ts';
import { hold, openScene, type Scene } from './scene.ts';

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
  const send = ({ page }: Visitor) => page.getByRole('button', { name: 'Send', exact: true }).click();
  const main = ({ page }: Visitor) => page.locator('main').innerText();

  test('offers the trains and stops it knows, without a script', async () => {
    const { page, context } = await atDoor('tip');
    expect(await page.locator('#known-lines option[value="311"]').getAttribute('label')).toBe(
      'Missouri River Runner to Kansas City',
    );
    expect(await page.locator('#known-stops option[value="Kansas City Union Station"]').count()).toBe(1);
    await page.getByText('Trains and buses we have a timetable for').click();
    expect(await page.locator('details li', { hasText: '311' }).isVisible()).toBe(true);
    expect(await page.locator('script').count()).toBe(0);
    await context.close();
  });

  test.each([
    ['999', '', 'no timetable has this number'],
    ['train 999', '', 'a number among words is a number'],
    ['311', '2019-01-01', 'it does not run on that day'],
  ])('on train "%s" of "%s" is asked about once, with nothing lost, since %s', async (line, day) => {
    const person = await atDoor('professional', true);
    const { page } = person;
    await page.getByLabel('Train number or bus line').fill(line);
    if (day) await page.getByLabel('Which day did it set out?').fill(day);
    await page.getByLabel('Car, or seat').fill('2');
    await page.getByLabel('They are said to owe money').check();
    await send(person);
    expect(await page.getByRole('alert').innerText()).toContain(
      'Not sent yet: we do not know that train or bus',
    );
    expect(await page.getByLabel('What is happening?').inputValue()).toBe(narrative);
    expect(await page.getByLabel('Train number or bus line').inputValue()).toBe(line);
    expect(await page.getByLabel('Which day did it set out?').inputValue()).toBe(day);
    expect(await page.getByLabel('Car, or seat').inputValue()).toBe('2');
    expect(await page.getByLabel('They are said to owe money').isChecked()).toBe(true);
    await hold(person, `unknown trip ${line} ${day}`);
    await page.getByRole('button', { name: 'Send it as I wrote it' }).click();
    expect(await main(person)).toContain('Thank you. We have it.');
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
    await person.page.getByLabel('Train number or bus line').fill(line);
    await person.page.locator(`input[name=danger][value=${danger}]`).check();
    await send(person);
    expect(await main(person)).toContain('Thank you. We have it.');
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
      await page.getByLabel('A phone number that is safe for texts').fill('816-555-0177');
      await page.getByLabel(/should not tell/).fill('The station manager.');
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
