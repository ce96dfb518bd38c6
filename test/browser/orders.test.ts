/** Court orders in the console: recorded, agreed to by another supervisor, handed over, and the person told; with a script and without. */
import { sql } from 'kysely';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { freePort } from '../../src/platform/database/place.ts';
import { openBrowser, visitor } from '../support/browser.ts';
import { advocateId, type House, openHouse, supervisorId } from '../support/house.ts';
import { payloads } from '../support/payloads.ts';
import { act, report } from '../support/reports.ts';
import { hold } from './scene.ts';

const second = '01900000-0000-7000-8000-0000000000f3';
const dayMilliseconds = 86_400_000;

describe.each([true, false])('court orders of a report, with a script: %s', (javaScript) => {
  let house: House;
  let browser: Browser;
  let origin: string;
  let signalId: string;
  let sheriff: { id: string; name: string };
  beforeAll(async () => {
    const port = await freePort();
    origin = `http://localhost:${port}`;
    house = await openHouse(new Date(), true, { PORT: String(port), PUBLIC_ORIGIN: origin });
    await house.alight.app.listen({ host: '127.0.0.1', port });
    browser = await openBrowser();
    const { db } = house.database;
    await sql`insert into staff (id, name, role) values (${second}, 'Pat Reed (demo)', 'supervisor')`.execute(
      db,
    );
    const { rows } = await sql<{
      id: string;
      name: string;
    }>`select id, name from organization where name like 'Cole County Sheriff%'`.execute(db);
    sheriff = rows[0]!;
  });
  beforeEach(async () => {
    ({ signalId } = await report(house, { door: 'help', relation: 'potential-victim' }));
  });
  afterAll(async () => {
    await browser.close();
    await house.close();
  });

  const dayIn = (days: number) =>
    new Date(house.clock.now().getTime() + days * dayMilliseconds).toISOString().slice(0, 10);
  async function open(staffId: string) {
    const staff = await visitor(browser, origin, { javaScript });
    await staff.context.addCookies([{ name: 'alight_acting', value: staffId, url: `${origin}/console` }]);
    await staff.page.goto(`/console/signals/${signalId}`);
    await staff.page.getByRole('link', { name: 'Court orders' }).click();
    await staff.page.getByRole('heading', { level: 1, name: 'Court orders about this report' }).waitFor();
    return staff;
  }
  const paper = () => ({
    'Which court': 'Circuit Court of an invented county',
    'Number of the case': '26-CV-0101',
    'Day of the order': dayIn(-3),
    'Who is to be told': sheriff.name,
    'What it orders, in its own words': 'To tell where and when she was seen.',
    Until: dayIn(10),
  });
  async function fill(page: Awaited<ReturnType<typeof open>>['page'], fields: Record<string, string>) {
    for (const [label, value] of Object.entries(fields))
      await page.getByLabel(label, { exact: true }).fill(value);
  }
  /** Records an order by the API, as the supervisor. */
  async function recorded(more: object = {}): Promise<void> {
    const body = {
      organizationId: sheriff.id,
      items: ['place', 'time'],
      court: 'Circuit Court of an invented county',
      number: '26-CV-0101',
      orderedOn: dayIn(-3),
      words: 'To tell where and when she was seen.',
      until: `${dayIn(10)}T00:00:00Z`,
      ...more,
    };
    const answer = await house.call('POST', `/v1/signals/${signalId}/court-orders`, body, {
      'alight-actor': supervisorId,
    });
    expect(answer.statusCode, answer.body).toBe(201);
  }

  test('one supervisor records, another agrees with counsel, a person hands over, and the person is told when that is safe', async () => {
    const first = await open(supervisorId);
    await first.page.getByText('None. Nobody is told anything').waitFor();
    await first.page.getByText('An order has come in').click();
    await hold(first, `orders empty ${javaScript}`);
    await fill(first.page, paper());
    for (const item of ['place', 'time']) await first.page.getByRole('checkbox', { name: item }).check();
    await first.page.getByRole('button', { name: 'Record the order' }).click();
    await first.page.getByText('Nothing is told until another supervisor has agreed').waitFor();
    const order = first.page.getByRole('article');
    const said = await order.innerText();
    for (const words of [
      'Circuit Court of an invented county, 26-CV-0101',
      'Waits for another supervisor',
      sheriff.name,
      'place, time; nothing else',
      'To tell where and when she was seen.',
      'by Sam Ortiz (demo)',
      'You recorded it. Another supervisor has to read it',
    ])
      expect(said).toContain(words);
    expect(await order.getByRole('button', { name: 'I agree' }).count()).toBe(0);
    await first.context.close();

    const other = await open(second);
    const { page } = other;
    await page.getByRole('button', { name: 'I agree' }).click();
    await page.getByText('Counsel has to read it first').waitFor();
    await hold(other, `orders counsel missing ${javaScript}`);
    await page.getByRole('checkbox', { name: /Counsel has read/ }).check();
    await page.getByRole('button', { name: 'I agree' }).click();
    await page.getByText('It may be handed over, exactly as it stands here').waitFor();
    await hold(other, `orders agreed ${javaScript}`);
    await page.getByRole('button', { name: 'I have handed it over' }).click();
    await page.getByText('What was told stays told. Handed over').waitFor();
    await page.getByLabel('Or: it is not safe to tell them, because').fill('He reads her messages.');
    await page.getByRole('button', { name: 'Write that down' }).click();
    await page.getByText('does not know: He reads her messages.').waitFor();
    await page.getByRole('button', { name: 'They were told' }).click();
    await page.getByText('The person knows. Written down').waitFor();
    const now = await page.getByRole('article').innerText();
    for (const words of [
      'What was told stays told',
      'by Pat Reed (demo), counsel having read it',
      'was told, or',
    ])
      expect(now).toContain(words);
    expect(await page.getByRole('article').getByRole('button').count(), 'nothing is left to do').toBe(0);
    await hold(other, `orders done ${javaScript}`);
    await other.context.close();
  });

  test('what was typed is kept where it is refused, and whom half a name means is chosen', async () => {
    const staff = await open(supervisorId);
    const { page } = staff;
    await page.getByText('An order has come in').click();
    await fill(page, { ...paper(), 'Who is to be told': 'Sheriff' });
    await page.getByRole('checkbox', { name: 'vehicle' }).check();
    await page.getByRole('button', { name: 'Record the order' }).click();
    await page.getByText('Which of these does the order name?').waitFor();
    expect(await page.getByLabel('Number of the case').inputValue()).toBe('26-CV-0101');
    expect(await page.getByRole('checkbox', { name: 'vehicle' }).isChecked()).toBe(true);
    await hold(staff, `orders which ${javaScript}`);
    await page.getByLabel('Which of these').selectOption(sheriff.name);
    await page.getByLabel('Until', { exact: true }).fill(dayIn(-1));
    await page.getByRole('button', { name: 'Record the order' }).click();
    await page.getByText('Give a day to come, within a year.').waitFor();
    expect(await page.getByLabel('What it orders, in its own words').inputValue()).toContain(
      'where and when',
    );
    await fill(page, { 'Who is to be told': 'zzz nobody of that name', Until: dayIn(10) });
    await page.getByRole('button', { name: 'Record the order' }).click();
    await page.getByText('No organization of that name is known here').waitFor();
    await hold(staff, `orders refused ${javaScript}`, false);
    await fill(page, { 'Who is to be told': sheriff.name });
    await page.getByRole('button', { name: 'Record the order' }).click();
    await page.getByText('Nothing is told until another supervisor has agreed').waitFor();
    expect(await page.getByRole('article').innerText()).toContain('vehicle; nothing else');
    await page.getByRole('button', { name: 'End it' }).click();
    await page.getByText('Nothing more is told on it. Ended').waitFor();
    expect(await page.getByRole('article').innerText()).toContain('Over.');
    await staff.context.close();
  });

  test('somebody on the do-not-tell list is warned of before, and told only in spite of it', async () => {
    await act(house, signalId, 'do-not-tell', {
      organizationId: sheriff.id,
      reason: 'His brother works there.',
    });
    await recorded();
    const staff = await open(second);
    const { page } = staff;
    await page.getByText('They are on the do-not-tell list of this case.').waitFor();
    expect(await page.getByRole('article').innerText()).toContain('His brother works there.');
    await page.getByRole('checkbox', { name: /Counsel has read/ }).check();
    await page.getByRole('button', { name: 'I agree' }).click();
    await page.getByRole('alert').getByText('Ask counsel whether the court can order another way').waitFor();
    expect(await page.getByRole('checkbox', { name: /Counsel has read/ }).isChecked(), 'kept').toBe(true);
    await hold(staff, `orders listed ${javaScript}`);
    await page.getByRole('checkbox', { name: /in spite of it/ }).check();
    await page.getByRole('button', { name: 'I agree' }).click();
    await page.getByText('It may be handed over, exactly as it stands here').waitFor();
    expect(await page.getByRole('article').innerText()).toContain('in spite of the do-not-tell list');
    await staff.context.close();
  });

  test('an advocate reads them and does nothing, and words that try to be markup stay words', async () => {
    const [court, number, words] = [
      payloads[0]!,
      payloads[1]!.slice(0, 200),
      payloads.join('\n').slice(0, 2000),
    ];
    await recorded({ court: court.slice(0, 200), number, words });
    const staff = await open(advocateId);
    const { page } = staff;
    const said = await page.getByRole('article').innerText();
    expect(said).toContain(court.slice(0, 200));
    expect(said).toContain(number);
    expect(await page.locator('[data-alive]').count()).toBe(0);
    expect(
      await page
        .locator('main')
        .getByRole('button', { name: /agree|Record|End it/ })
        .count(),
    ).toBe(0);
    expect(await page.locator('main').innerText()).toContain('tell them nothing');
    await hold(staff, `orders advocate ${javaScript}`, false);
    await staff.context.close();
  });
});
