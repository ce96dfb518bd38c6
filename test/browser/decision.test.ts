/** The decision about a report: two equal buttons, and what became of it said afterwards. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { visitor } from '../support/browser.ts';
import { hold, openScene, readyReport, type Scene } from './scene.ts';

const acting = { 'alight-actor': '01900000-0000-7000-8000-000000000001' };
/** For what the server does a moment later. */
const inTime = { timeout: 60_000 };

describe('the decision about a report', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene();
  });
  afterAll(() => scene.close());

  test('an empty queue says so, and so do the phones', async () => {
    const advocate = await visitor(scene.browser, scene.instance.origin, { javaScript: true });
    await advocate.page.goto('/console');
    expect(await advocate.page.locator('main').innerText()).toContain('Nothing is waiting.');
    await hold(advocate, 'queue empty');
    await advocate.page.goto('/sandbox');
    expect(await advocate.page.locator('main').innerText()).toContain('No texts yet.');
    await hold(advocate, 'phones empty');
    await advocate.context.close();
  });

  test('passing on as information is as near as confirming, and its result is said on the page and in the queue', async () => {
    const signalId = await readyReport(scene);
    const advocate = await visitor(scene.browser, scene.instance.origin, { javaScript: true });
    const { page } = advocate;
    await page.goto(`/console/signals/${signalId}`);
    const confirm = page.getByRole('button', { name: 'Ask them to be there' });
    const passOn = page.getByRole('button', { name: 'Pass on as information, no response' });
    const [one, other] = [(await confirm.boundingBox())!, (await passOn.boundingBox())!];
    expect(other.width).toBeCloseTo(one.width, 0);
    expect(other.height).toBeGreaterThanOrEqual(one.height);
    const colourOf = (button: typeof passOn) =>
      button.evaluate((element) => getComputedStyle(element).backgroundColor);
    expect(await colourOf(passOn)).toBe(await colourOf(confirm));

    await page.getByLabel('Reason, in words').fill('Too short');
    await passOn.click();
    expect(await page.getByRole('alert').innerText()).toContain('A reason is needed');
    expect(await page.getByLabel('Reason, in words').inputValue()).toBe('Too short');
    await page.getByLabel('Reason, in words').fill('Seen twice; nobody is there now.');
    await passOn.click();
    const note = page.getByRole('region', { name: 'Passed on' });
    const said = await note.innerText();
    expect(said).toContain('No response was asked for then.');
    expect(said).toContain('Kansas City Police (demo)');
    expect(said).toContain('Seen twice; nobody is there now.');
    await hold(advocate, 'passed on');

    await page.goto('/console');
    await page.getByText('Recently ended (1)').click();
    await page.getByText(/passed on as information/).waitFor();
    await hold(advocate, 'queue passed on');
    await advocate.context.close();
  });

  test('what was chosen and typed stays when a form is refused, in the panel it belongs to', async () => {
    const signalId = await readyReport(scene);
    const advocate = await visitor(scene.browser, scene.instance.origin, { javaScript: false });
    const { page } = advocate;
    await page.goto(`/console/signals/${signalId}`);
    await page.getByLabel('They may not leave, or are afraid to').check();
    await page.getByLabel('Someone else keeps their ID or papers').uncheck();
    await page.getByLabel('Danger', { exact: true }).selectOption('imminent');
    await page.getByLabel('Why', { exact: true }).first().fill('');
    await page.getByRole('button', { name: 'Save the assessment' }).click();
    const assessment = page.locator('#assessment');
    expect(await assessment.getByRole('alert').innerText()).toContain('Why do you think so?');
    expect(await page.getByLabel('Danger', { exact: true }).inputValue()).toBe('imminent');
    expect(await page.getByLabel('They may not leave, or are afraid to').isChecked()).toBe(true);
    expect(await page.getByLabel('Someone else keeps their ID or papers').isChecked()).toBe(false);

    await page.getByLabel('Confirmed with').selectOption({ index: 1 });
    await page.getByLabel('Lead agency').selectOption({ index: 2 });
    const second = await page.getByLabel('Confirmed with').inputValue();
    const lead = await page.getByLabel('Lead agency').inputValue();
    await page.getByRole('button', { name: 'Ask them to be there' }).click();
    expect(await page.locator('#decision').getByRole('alert').innerText()).toContain('Write the reason');
    expect(await page.getByLabel('Confirmed with').inputValue()).toBe(second);
    expect(await page.getByLabel('Lead agency').inputValue()).toBe(lead);
    await hold(advocate, 'refused with nothing lost');
    await advocate.context.close();
  });

  test('a place that does not move is linked by its county, and a train by number and date', async () => {
    const signalId = await newReport({ door: 'tip', narrative: 'A motel.', place: { words: 'A motel' } });
    const advocate = await visitor(scene.browser, scene.instance.origin, { javaScript: true });
    const { page } = advocate;
    await page.goto(`/console/signals/${signalId}`);
    const where = page.locator('#where');
    await page.getByLabel('The place, in words').fill('Prairie Motel, room 4');
    await page.getByRole('button', { name: 'Link this place' }).click();
    expect(await where.getByRole('alert').innerText()).toContain('Give the county');
    expect(await page.getByLabel('The place, in words').inputValue()).toBe('Prairie Motel, room 4');
    await page.getByLabel('County, with its state').fill('Jackson County, Missouri');
    await page.getByRole('button', { name: 'Link this place' }).click();
    expect(await where.getByRole('status').innerText()).toMatch(/Place saved at \d\d:\d\d by /);
    expect(await page.locator('#plan').innerText()).toContain('Meet at Prairie Motel, room 4');
    await hold(advocate, 'place linked');

    await page.getByText('Another train, bus or place').click();
    await page.getByLabel('Number or line').fill('311');
    await page.getByLabel('Set out on').fill(scene.serviceDate);
    await page.getByRole('button', { name: 'Search' }).click();
    await page.getByLabel('Found').selectOption({ index: 1 });
    await page.getByRole('button', { name: 'Link this trip' }).click();
    await where.getByText('Missouri River Runner').waitFor();
    expect(await where.innerText()).not.toContain('Prairie Motel, room 4');
    await advocate.context.close();
  });

  test('a call to 911 is saved with the name of who took it, or as no answer', async () => {
    const signalId = await readyReport(scene);
    const danger = {
      observedBehaviours: ['threatened'],
      ownWords: true,
      strength: 'high',
      danger: 'imminent',
      ageGroup: 'minor',
      reason: 'A knife.',
    };
    await scene.client.post(`/v1/signals/${signalId}/assess`, danger, acting);
    const advocate = await visitor(scene.browser, scene.instance.origin, { javaScript: false });
    const { page } = advocate;
    const pinned = page.getByRole('region', { name: 'At once' });
    await expect
      .poll(async () => {
        await page.goto('/console');
        return pinned.locator('.call').count();
      }, inTime)
      .toBeGreaterThanOrEqual(1);
    const count = await pinned.locator('.call').count();
    const call = pinned.locator('.call').first();
    // As a browser would that does not know `required`.
    await call.locator('form').evaluate((form) => form.setAttribute('novalidate', ''));
    await call.getByRole('button', { name: 'Reached, yes' }).click();
    expect(await call.getByRole('alert').innerText()).toContain('Who took the call?');
    await call.getByLabel('Who took the call').fill('Operator 7');
    await call.getByRole('button', { name: 'Reached, yes' }).click();
    expect(await call.getByRole('alert').innerText()).toContain('What is the CAD number?');
    expect(await call.getByLabel('Who took the call').inputValue()).toBe('Operator 7');
    await call.getByLabel('They gave none').check();
    await call.getByRole('button', { name: 'Reached, yes' }).click();
    await expect.poll(() => pinned.locator('.call').count(), inTime).toBe(count - 1);
    if (count > 1) await pinned.locator('.call').first().getByRole('button', { name: 'No answer' }).click();

    await page.goto(`/console/signals/${signalId}`);
    await page.getByRole('button', { name: 'Bring the supervisor in' }).click();
    await page.getByText(/The supervisor is called to this report at/).waitFor();
    await page.getByText('Close the report').click();
    await page.getByLabel('Why it is closed').fill('Reached by 911; nothing more to do here.');
    await page.getByRole('button', { name: 'Close it' }).click();
    expect(await page.locator('.state').innerText()).toContain('Closed.');
    expect(await page.getByRole('button', { name: 'Ask them to be there' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Take ten minutes' }).click();
    await page.getByText(/You are away until \d\d:\d\d/).waitFor();
    await page.goto('/console');
    await page.getByText(/asks a supervisor to come to this report/).waitFor();
    await advocate.context.close();
  });

  test('a board that stands open shows what has come, says so in its tab, and moves nothing while somebody types', async () => {
    const advocate = await visitor(scene.browser, scene.instance.origin, { javaScript: true });
    const { page } = advocate;
    await page.goto('/console');
    const rows = page.locator('.board__main > .rows tbody tr');
    const before = await rows.count();
    await newReport({ door: 'tip', narrative: 'Somebody new.', danger: 'soon' });
    await expect.poll(() => rows.count(), inTime).toBe(before + 1);
    expect(await page.title()).toMatch(/^\(\d+\) Queue/);
    await hold(advocate, 'queue live');
    await advocate.context.close();
  });

  async function newReport(body: Record<string, unknown>): Promise<string> {
    const ids = async () =>
      (await scene.client.get<{ queue: { signalId: string }[] }>('/v1/queue', acting)).queue.map(
        ({ signalId }) => signalId,
      );
    const known = new Set(await ids());
    await scene.client.post('/v1/signals', body);
    return (await ids()).find((id) => !known.has(id))!;
  }
});
