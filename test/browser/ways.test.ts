/**
 * Every way through the public pages but the help door (walk.test.ts), as people go it: on a narrow telephone and a desktop, with and
 * without scripts, in three languages, with the language changed on the way; and looked at by axe, colours and all, in all five.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isReviewedLanguage } from '../../src/signals/core/index.ts';
import { expectUpright, narrow, type Visitor, visitor } from '../support/browser.ts';
import { inLanguage, type languages, publicLanguages, wordsOf } from '../support/public-pages.ts';
import { advocate, hold, openScene, type Scene } from './scene.ts';

type Code = (typeof languages)[number];

const soon = { timeout: 20_000 };
const lastPage = 8;
/** Runs both ways: whatever language a page is in, words of another stand in it. */
const written = 'Él guarda sus papeles.\nهو يحتفظ بأوراقها.';
const answered = 'We are here. 816-555-0199. نحن هنا.';

interface Seen {
  readonly door: string;
  readonly language: string;
  readonly narrative: string;
  readonly unfinished: boolean;
  readonly observations: readonly string[];
  readonly transit: Readonly<Record<string, string>>;
  readonly messages: readonly { readonly text: string }[];
}

/** In the last two the pages are looked at where scripts run; axe is one. */
const rows = [
  ['en', true, 'ar'],
  ['en', false, 'es'],
  ['es', true, 'zh'],
  ['es', false, 'ar'],
  ['ar', true, 'es'],
  ['ar', false, 'en'],
  ['zh', true, 'vi'],
  ['vi', true, 'en'],
] as const;

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene.close());

describe.each(rows)('in %s, with scripts: %s, by way of %s', (code, javaScript, other) => {
  let person: Visitor;
  let page: Page;
  const words = wordsOf(code);
  const otherWords = wordsOf(other);
  beforeAll(async () => {
    person = await visitor(scene.browser, scene.instance.origin, { javaScript, viewport: narrow });
    page = person.page;
  });
  afterAll(() => person.context.close());

  /** Without scripts the same page is upright on a telephone; at both widths, and by axe, it is looked at where they run. */
  const look = (name: string) =>
    javaScript ? hold(person, `${code} ${name}`, true) : expectUpright(page, `${code} plain ${name}`);
  const main = () => page.locator('main').innerText();
  const queued = async () =>
    (await scene.client.get<{ queue: { signalId: string }[] }>('/v1/queue', advocate)).queue.map(
      ({ signalId }) => signalId,
    );
  const seen = (signalId: string) => scene.client.get<Seen>(`/v1/signals/${signalId}`, advocate);
  /** The report that comes in while something is done. */
  const reportOf = async (work: () => Promise<unknown>): Promise<string> => {
    const before = new Set(await queued());
    await work();
    const added = (await queued()).filter((id) => !before.has(id));
    expect(added).toHaveLength(1);
    return added[0]!;
  };
  const answer = (signalId: string) =>
    scene.client.post(`/v1/signals/${signalId}/ask-back`, { text: answered }, advocate);
  /** By the link of the page, as people come to it. */
  const follow = async (path: string) => {
    await page.goto(inLanguage(code, '/'));
    await page
      .locator(`main a[href="${inLanguage(code, path)}"]`)
      .first()
      .click();
    await page.waitForURL((url) => url.pathname + url.search === inLanguage(code, path));
  };
  /** By the switch of the page, which is a link or a button of its form. */
  const change = async (to: Code) => {
    const { tag } = publicLanguages[to];
    await page.locator(`.languages :is(a, button)[lang=${tag}]`).click();
    await page.locator(`html[lang=${tag}]`).waitFor();
  };
  const press = async (selector: string, then: string) => {
    await page.locator(selector).click();
    await page.locator(then).first().waitFor();
  };
  const isAt = (number: number) =>
    expect(page.locator('.progress').innerText()).resolves.toContain(`${number}`);
  /** A page that shows the code has no way to lose it by, says it from left to right, and shows it in English as well where needed. */
  const codeShown = async (): Promise<string> => {
    const shown = page.locator('.code').filter({ visible: true });
    expect(await shown.innerText()).toMatch(/^(\d{4} ){5}\d$/);
    expect(await shown.evaluate((element) => getComputedStyle(element).direction)).toBe('ltr');
    expect(await page.locator('.languages').count()).toBe(0);
    expect((await page.locator('main .in-english').count()) > 0).toBe(!isReviewedLanguage(code));
    return (await shown.innerText()).trim();
  };
  /** Which way the words of an element run. */
  const directionOf = (selector: string) =>
    page
      .locator(selector)
      .first()
      .evaluate((element) => getComputedStyle(element).direction);
  test.each([
    ['tip', 'transport-worker'],
    ['professional', 'service-provider'],
  ])('the door "%s" is walked through to the code', async (door, relation) => {
    const answers: Readonly<Record<number, () => Promise<void>>> = {
      1: () => page.locator('[name=narrative]').fill(written),
      2: () => page.locator('[name=observations][value=papers-held]').check(),
      3: async () => {
        await page.locator('[name=line]').fill('311');
        await page.locator('[name=alightingStop]').fill('Kansas City');
      },
      4: () => page.locator('[name=ageGroup][value=adult]').check(),
      5: () => page.locator('[name=vehicleWords]').fill('A white van.'),
      6: () => page.locator('[name=doNotTell]').fill('The station manager.'),
      7: async () => {
        await page.locator('select[name=relation]').selectOption(relation);
        await page.locator('[name=safePhone]').fill('816-555-0142');
      },
    };
    await follow(`/report?door=${door}`);
    for (let number = 1; number < lastPage; number++) {
      await isAt(number);
      await answers[number]!();
      if (number === 3) {
        await change(other);
        expect(await page.locator('[name=line]').inputValue()).toBe('311');
        await change(code);
        expect(await page.locator('[name=alightingStop]').inputValue()).toBe('Kansas City');
      }
      // The two doors differ in their first page and in what is said at the end.
      if (door === 'tip' || number === 1) await look(`${door} ${number}`);
      await press('#report button[value=next]', `.progress:has-text("${number + 1}")`);
    }
    for (const kept of [
      ...written.split('\n'),
      '311',
      'A white van.',
      'The station manager.',
      '816-555-0142',
    ])
      expect(await main()).toContain(kept);
    if (door === 'tip') await look('tip review');
    const report = await seen(await reportOf(() => press('#report button[value=send]', '.code')));
    expect(report).toMatchObject({
      door,
      language: publicLanguages[code].tag,
      narrative: written,
      unfinished: false,
      observations: ['papers-held'],
      transit: { line: '311', alightingStop: 'Kansas City' },
    });
    const said = await main();
    expect(said).toContain(words['sent']!['title']);
    expect(said.includes(words['sent']!['duty']!)).toBe(door === 'professional');
    await codeShown();
    await page.locator('details summary').click();
    expect(await page.locator('details .as-written').allInnerTexts()).toContain(written);
    await look(`${door} sent`);
  });

  test('part of a report is sent from the third page, come back to by its code, written to and deleted', async () => {
    await follow('/report?door=tip');
    await page.locator('[name=narrative]').fill(written);
    for (let number = 1; number < 3; number++)
      await press('#report button[value=next]', `.progress:has-text("${number + 1}")`);
    await page.locator('[name=line]').fill('311');
    const signalId = await reportOf(() => press('#report button[value=send]', '.code'));
    expect(await seen(signalId)).toMatchObject({ unfinished: true, transit: { line: '311' } });
    const receipt = await codeShown();
    await answer(signalId);

    await follow('/receipt');
    await page.locator('[name=code]').fill('1234 5678 9012 3456 7890 3');
    await press('#code button:not([name])', '.note--wrong');
    expect(await main()).toContain(words['receipt']!['notOpen']);
    await look('code that opens nothing');
    await page.locator('[name=code]').fill(receipt);
    expect(await directionOf('[name=code]'), 'groups of digits keep their places').toBe('ltr');
    await change(other);
    expect(await page.locator('[name=code]').inputValue(), 'the code goes along').toBe(receipt);
    await change(code);
    await press('#code button:not([name])', '#code [name=text]');
    const shown = await main();
    for (const part of [answered, words['receipt']!['unfinished']!, words['receipt']!['status']!['read']!])
      expect(shown).toContain(part);
    for (const never of ['papeles', '311']) expect(shown).not.toContain(never);
    expect(await directionOf('.talk li')).toBe(publicLanguages[code].direction);
    expect(await directionOf('.talk li > span'), 'words of another language run their own way').toBe('ltr');
    await look('code opened');
    await page.locator('[name=text]').fill('Car 2.');
    await change(other);
    expect(await main()).toContain(otherWords['receipt']!['unfinished']);
    expect(await page.locator('[name=text]').inputValue(), 'what is being written goes along').toBe('Car 2.');
    await change(code);
    await page.locator('#code button[value=write]').click();
    await page.locator('.talk li:not(.talk__us)').waitFor();
    expect((await seen(signalId)).messages.map(({ text }) => text)).toEqual([answered, 'Car 2.']);
    expect(await page.locator('[name=text]').inputValue()).toBe('');
    await page.locator('summary').click();
    await look('code about to be deleted');
    await press('button[value=delete]', 'main a[href*="door=help"]');
    expect(await main()).toContain(words['receipt']!['deleted']);
    await look('code deleted');
    await change(other);
    await change(code);
    await page.locator('[name=code]').fill(receipt);
    await press('#code button:not([name])', '.note--wrong');
    expect(await main(), 'like any that opens nothing').toContain(words['receipt']!['notOpen']);
    expect(new URL(page.url()).search).toBe('');
  });

  test('a chat is begun, waited in, talked in both ways, and ended by either', async () => {
    const status = () => page.locator('[data-chat-status]').innerText();
    const lines = () => page.locator('[data-chat-log] li span').allInnerTexts();
    /** Without a script the person looks. */
    const lookAgain = async () => {
      if (!javaScript) await page.locator('#chat button[value=look]').click();
    };
    await follow('/chat');
    await page.locator('[name=text]').fill(written);
    await page.locator('[name=danger][value=soon]').check();
    await page.locator('[name=alone][value=yes]').check();
    await change(other);
    expect(await page.locator('[name=text]').inputValue()).toBe(written);
    await change(code);
    expect(await page.locator('[name=danger][value=soon]').isChecked()).toBe(true);
    await page.locator('main details summary').click();
    await look('chat before');
    const signalId = await reportOf(() => press('#chat button[value=begin] >> nth=0', '[data-chat-log] li'));
    expect(await seen(signalId)).toMatchObject({ language: publicLanguages[code].tag, narrative: written });
    expect(await main()).toContain(words['chat']!['nobody']);
    await page.locator('[data-chat-code] summary').click();
    await look('chat waiting');
    await answer(signalId);
    await lookAgain();
    await expect.poll(lines, soon).toEqual([written, answered]);
    await expect.poll(status, soon).toContain(words['chat']!['live']);
    await page.locator('[name=text]').fill('Alone until four.');
    await page.locator('#chat button[value=say]').click();
    await expect.poll(lines, soon).toEqual([written, answered, 'Alone until four.']);
    await expect
      .poll(async () => (await seen(signalId)).messages.map(({ text }) => text), soon)
      .toEqual([written, answered, 'Alone until four.']);
    await page.locator('[name=text]').fill('half a senten');
    await change(other);
    expect(await lines(), 'both sides are still there').toEqual([written, answered, 'Alone until four.']);
    expect(await page.locator('[name=text]').inputValue()).toBe('half a senten');
    await expect.poll(status, soon).toContain(otherWords['chat']!['live']);
    await change(code);
    for (const line of ['.talk__us', 'li:not(.talk__us)'])
      expect(await directionOf(`[data-chat-log] ${line} > span`)).toBe('ltr');
    await look('chat live');
    const receipt = (await page.locator('[data-chat-code] .code').textContent())!.trim();
    await page.locator('#chat button[value=end]').click();
    await page.locator('h1').getByText(words['chat']!['ended']!, { exact: true }).waitFor();
    for (const never of ['papeles', '555-0199', 'until four'])
      expect(await page.content()).not.toContain(never);
    expect(await main(), 'danger first').toContain(words['danger']!['first']);
    await look('chat ended');
    // Nothing there belongs to a form any more: the languages lead to where a chat begins.
    await change(other);
    await change(code);

    await page.locator('main details summary').click();
    await page.locator('[name=code]').fill(receipt);
    await press('button[value=resume]', '[data-chat-status]');
    expect(await lines(), 'what was said before is not shown again').toEqual([]);
    await answer(signalId);
    await lookAgain();
    await expect.poll(lines, soon).toEqual([answered]);
    await scene.client.post(`/v1/signals/${signalId}/end-chat`, {}, advocate);
    await lookAgain();
    await page
      .getByText(words['chat']![javaScript ? 'endedByUs' : 'ended']!)
      .first()
      .waitFor();
    await look('chat that staff ended');
    if (javaScript) await page.locator('[data-chat-clear]').click();
    await page.locator('h1').getByText(words['chat']!['ended']!, { exact: true }).waitFor();
    await change(other);
    expect(new URL(page.url()).search).toBe('');
  });

  test('the self-check of the course keeps its answers in another language, and tells nothing before it is asked', async () => {
    await page.goto(inLanguage(code, '/learn/transit'));
    await page.locator(`main a[href="${inLanguage(code, '/learn/transit/check')}"]`).click();
    await page.locator('[name=q0][value="1"]').check();
    await page.locator('[name=q1][value="0"]').check();
    await change(other);
    expect(await page.locator('[name=q0][value="1"]').isChecked()).toBe(true);
    expect(await page.locator('main .note').count(), 'nobody has asked yet').toBe(0);
    await change(code);
    await press('#check .usa-button[type=submit]', '[role=status]');
    const score = page.locator('main [role=status]');
    expect(await score.innerText()).toMatch(/1.*6|6.*1/);
    expect(await page.locator('fieldset .note--good').count()).toBe(1);
    expect(await page.locator('fieldset .note').count()).toBe(6);
    await look('self-check answered');
    await change(other);
    expect(await page.locator('fieldset .note').count(), 'the answers stay').toBe(6);
    expect(await page.locator('[name=q1][value="0"]').isChecked()).toBe(true);
    await change(code);
    expect(await score.innerText()).toMatch(/1.*6|6.*1/);
  });

  test.each([['/directory'], ['/help/leave']])(
    '%s is found from the first page, in any language',
    async (path) => {
      await follow(path);
      await change(other);
      await change(code);
      await page.waitForURL((url) => url.pathname === inLanguage(code, path));
      expect(await main()).toContain(words['danger']!['first']);
      for (const away of await page.locator('main a[href^="http"]').all())
        expect(await away.getAttribute('rel')).toBe('noreferrer');
      expect(await page.locator('a[href^="tel:"]').count()).toBe(0);
      if (path === '/directory') expect(await page.locator('.helper').count()).toBeGreaterThan(0);
      else
        await press(
          `main a.usa-button[href="${inLanguage(code, '/report?door=help')}"]`,
          'textarea[name=narrative]',
        );
      expect(person.elsewhere).toEqual([]);
      expect(person.complaints).toEqual([]);
    },
  );
});
