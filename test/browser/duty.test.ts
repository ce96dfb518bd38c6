/** The duty page on a telephone, in each state, without a script: what is asked, what is said, and the card always. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { narrow, type Visitor, visitor } from '../support/browser.ts';
import { confirmed, hold, linkFor, openScene, rolesOf, type Scene } from './scene.ts';

const cardLines = [
  'Unconfirmed report.',
  'Not by itself grounds to detain, search, or check immigration status or warrants.',
  'never through the companion',
  'The reporter may be someone they fled.',
  'They may say no and go.',
  'Do not approach crew.',
];

describe('a duty page', () => {
  let scene: Scene;
  let responseId: string;
  beforeAll(async () => {
    scene = await openScene();
    ({ responseId } = await confirmed(scene));
  });
  afterAll(() => scene.close());

  /** Opens a role's page on a telephone of its own. */
  const opened = async (role: string): Promise<Visitor> => {
    const asked = (await rolesOf(scene, responseId)).find((found) => found.role === role)!.asked.at(-1)!;
    // A script may run in the test's browser for axe; the page itself sends none.
    const responder = await visitor(scene.browser, scene.instance.origin, {
      javaScript: true,
      viewport: narrow,
    });
    await responder.page.goto(await linkFor(scene, asked.code));
    expect(await main(responder), 'to call instead').toContain('Call 816-555-0142');
    await responder.page.getByRole('button', { name: 'Open the page' }).click();
    return responder;
  };
  const main = ({ page }: Visitor) => page.locator('main').innerText();
  const press = ({ page }: Visitor, name: string) => page.getByRole('button', { name }).click();

  /** Every state: the card, no script, accessible at both widths. */
  const holdState = async (responder: Visitor, name: string) => {
    const text = await main(responder);
    for (const line of cardLines) expect(text, name).toContain(line);
    expect(await responder.page.locator('script').count()).toBe(0);
    await hold(responder, `duty ${name}`);
    await responder.page.setViewportSize(narrow);
  };

  test('asks for the minutes when accepting, in words when they are no number, and says when they are expected', async () => {
    const lead = await opened('local-law-enforcement');
    await holdState(lead, 'asked');
    const answer = lead.page.getByRole('link', { name: 'Answer', exact: true });
    expect((await answer.boundingBox())!.y, 'seen at once').toBeLessThan(narrow.height);
    await lead.page.getByLabel('How long until you can be there?').fill('soon');
    await press(lead, 'Yes, we take it');
    expect(await lead.page.getByRole('alert').innerText()).toContain('Write the minutes as a number');
    expect(await lead.page.getByLabel('How long until you can be there?').inputValue()).toBe('soon');
    await lead.page.getByLabel('How long until you can be there?').fill('25');
    await press(lead, 'Yes, we take it');
    expect(await main(lead)).toMatch(/You have accepted\. You are expected at \d+:\d\d [AP]M C[SD]T/);
    expect(await main(lead)).toContain('You settle the spot.');
    await holdState(lead, 'accepted');
    await press(lead, 'On our way');
    expect(await main(lead)).toContain('You are on your way. You are expected at');
    await press(lead, 'In place');
    await holdState(lead, 'in place');
    await lead.page.getByText('All clear: the advocate may move').click();
    expect(await main(lead)).toContain('The advocate’s page will say that they may move');
    await holdState(lead, 'all clear asked');
    await press(lead, 'Yes, give the all-clear');
    expect(await main(lead)).toContain('All clear was given');
    await holdState(lead, 'all clear');
    await lead.page.getByText('What became of it', { exact: true }).first().click();
    await press(lead, 'Report the outcome');
    expect(await lead.page.getByRole('alert').innerText()).toContain('Choose one line');
    await lead.context.close();
  });

  test('takes a yes without minutes, and asks for them before setting out', async () => {
    const patrol = await opened('state-patrol');
    await press(patrol, 'Yes, we take it');
    await press(patrol, 'On our way');
    expect(await patrol.page.getByRole('alert').innerText()).toContain('How long until you can be there?');
    await patrol.page.getByLabel('How long until you can be there?').fill('40');
    await press(patrol, 'On our way');
    expect(await main(patrol)).toContain('You are on your way.');
    await patrol.context.close();
  });

  test('says after declining that the next is asked, and shows nothing of it any more', async () => {
    const advocate = await opened('victim-advocate');
    await advocate.page.getByLabel('If not, why?').fill('Two calls at once.');
    await press(advocate, 'No, ask the next');
    const text = await main(advocate);
    expect(text).toContain('You have declined.');
    expect(text).toContain('If you can come after all, call 816-555-0142.');
    expect(text).not.toContain('Kansas City Union Station');
    expect(await advocate.page.getByRole('button').count()).toBe(0);
    await holdState(advocate, 'declined');
    await advocate.context.close();
  });

  test('says after the stand-down that nobody is expected, and still takes the outcome', async () => {
    const railroad = await opened('railroad-police');
    await railroad.page.getByLabel('How long until you can be there?').fill('15');
    await press(railroad, 'Yes, we take it');
    const reason = 'She called: she is safe at home.';
    const staff = { 'alight-actor': '01900000-0000-7000-8000-000000000001' };
    await scene.client.post(`/v1/responses/${responseId}/stand-down`, { reason }, staff);
    await railroad.page.getByRole('link', { name: 'Look again' }).click();
    const text = await main(railroad);
    expect(text.split('You are stood down. Thank you.').length - 1, 'said once').toBe(1);
    expect(text).not.toContain('All clear was given');
    expect(text).toContain('Nobody expects you any more.');
    expect(text, 'why is not theirs to know').not.toContain('safe at home');
    expect(text).not.toContain('Kansas City Union Station');
    await holdState(railroad, 'stood down');
    await railroad.page.getByLabel('What became of it').selectOption({ label: 'Nobody was met' });
    await press(railroad, 'Report the outcome');
    expect(await main(railroad)).toContain('Reported: Nobody was met');
    await railroad.context.close();
  });
});
