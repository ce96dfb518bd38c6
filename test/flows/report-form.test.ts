/**
 * The report form as somebody may send it who does not keep to its order: twice, out of order, with buttons that nobody made, after
 * months, without steps, and as long as it can be. What was written is either on disk or back in the form, never gone.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type House, openHouse } from '../support/house.ts';

const narrative = 'Someone else holds her ticket.';
const code = /<span class="code" dir="ltr">([\d ]+)<\/span>/;
const formType = { 'content-type': 'application/x-www-form-urlencoded' };
const fourMonthsSeconds = 120 * 24 * 3600;
type Fields = Record<string, string | readonly string[]>;

describe('the report form', () => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse(undefined, true);
  });
  afterAll(() => house.close());

  const bodyOf = (fields: Fields) =>
    new URLSearchParams(
      Object.entries(fields).flatMap(([name, values]) =>
        [values].flat().map((value): [string, string] => [name, value as string]),
      ),
    ).toString();
  const post = async (fields: Fields, path = '/report?door=help') => {
    const answer = await house.call('POST', path, bodyOf({ door: 'help', ...fields }), formType);
    return { status: answer.statusCode, html: answer.body, code: code.exec(answer.body)?.[1] };
  };
  const reports = async (): Promise<{ signalId: string }[]> =>
    (await house.asAdvocate('GET', '/v1/queue')).json().queue;
  const reportOf = async (signalId: string) =>
    (await house.asAdvocate('GET', `/v1/signals/${signalId}`)).json();
  /** The report that came in with a post, and no other. */
  const stored = async (fields: Fields, path?: string) => {
    const before = new Set((await reports()).map(({ signalId }) => signalId));
    const answer = await post(fields, path);
    const added = (await reports()).filter(({ signalId }) => !before.has(signalId));
    return { ...answer, added, report: added[0] ? await reportOf(added[0].signalId) : undefined };
  };
  const pageOf = (html: string) => /Page (\d) of 8/.exec(html)?.[1];

  test('sent twice is one report with one code', async () => {
    const fields = { narrative, step: 'review', go: 'send', key: 'a-key-of-one-form' };
    const first = await stored(fields);
    const second = await stored(fields);
    expect(first.code).toMatch(/^\d{4} /);
    expect(second.code).toBe(first.code);
    expect([first.added.length, second.added.length]).toEqual([1, 0]);
  });

  test('sent again with other words keeps both, and says so', async () => {
    const fields = { narrative, step: 'review', go: 'send', key: 'a-key-of-two-reports' };
    await post(fields);
    const changed = await stored({ ...fields, narrative: 'Other words.' });
    expect(changed.added).toEqual([]);
    expect(changed.html).toContain('You sent this before, with other words');
    expect(changed.html).toContain('value="Other words."');
    const key = /name="key" value="([^"]+)"/.exec(changed.html)?.[1];
    expect(key).not.toBe('a-key-of-two-reports');
    expect((await stored({ ...fields, narrative: 'Other words.', key: key! })).added).toHaveLength(1);
  });

  test.each<[Fields, string, string]>([
    [{ step: 'vehicle', go: 'next' }, '6', 'a page may come first'],
    [{ step: 'contact', go: 'to:signs' }, '2', 'a page may be gone back to'],
    [{ step: 'what', go: 'to:review' }, '8', 'pages may be left out'],
    [{ step: 'what', go: 'back' }, '1', 'there is nothing before the first page'],
    [{ step: 'signs', go: 'skip' }, '3', 'a page may be skipped'],
    [{ step: 'nowhere', go: 'next' }, '8', 'a page that is not there is the last one, where all is seen'],
    [{ step: 'who', go: 'stay' }, '4', 'the language changes on the spot'],
    [{ step: 'who', go: 'a-made-up-button' }, '4', 'a button that nobody made does not send'],
    [{ step: 'who', go: 'to:nowhere' }, '4', 'a way to nowhere does not send'],
    [{ step: 'who', go: '' }, '4', 'a button without a word does not send'],
    [{ step: ['who', 'what'], go: ['next', 'send'] }, '5', 'of two buttons the first counts'],
  ])('posted as %j shows page %s with everything in it, since %s', async (fields, page) => {
    const answer = await stored({ narrative, alightingStop: 'Kansas City', ...fields });
    expect(answer.status).toBe(200);
    expect(answer.added).toEqual([]);
    expect(pageOf(answer.html)).toBe(page);
    expect(answer.html).toContain(narrative);
    expect(answer.html).toContain('Kansas City');
  });

  test('skipping a page forgets what that page asked, and nothing else', async () => {
    const answer = await post({ narrative, step: 'signs', go: 'skip', observations: 'watched', car: '2' });
    expect(answer.html).not.toContain('value="watched"');
    expect(answer.html).toContain('name="car" value="2"');
  });

  test('an old form, or a program’s, that says nothing of steps is sent as it is', async () => {
    const answer = await stored({ narrative, observations: ['watched', 'papers-held'], line: '311' });
    expect(answer.code).toBeDefined();
    expect(answer.report).toMatchObject({ narrative, observations: ['watched', 'papers-held'] });
  });

  test('from any page "Send now" sends what is there', async () => {
    const answer = await stored({ narrative, step: 'signs', go: 'send', observations: 'watched' });
    expect(answer.report).toMatchObject({ narrative, observations: ['watched'] });
  });

  test('without a door nothing is guessed: the first page asks', async () => {
    const answer = await house.call('POST', '/es/report', bodyOf({ narrative, door: 'none' }), formType);
    expect(answer.statusCode).toBe(302);
    expect(answer.headers['location']).toBe('/es');
  });

  test.each([
    ['en', '', true, 'its words are reviewed'],
    ['es', '/es', false, 'nobody has read its words yet'],
    ['ar', '/ar', false, 'nobody has read its words yet'],
  ])('consent given in %s is stored with its language, and informed is %s%s, since %s', async (...row) => {
    const [language, prefix, informed] = row;
    const consentDay = new Date(house.clock.now().getTime() + 30 * 86_400_000).toISOString().slice(0, 10);
    const { report, html } = await stored(
      {
        narrative,
        step: 'review',
        go: 'send',
        relation: 'potential-victim',
        releases: 'role:victim-advocate',
        consentDay,
      },
      `${prefix}/report?door=help`,
    );
    expect(report.language).toBe(language);
    expect(report.releases).toMatchObject([{ recipient: 'role:victim-advocate', informed }]);
    const english = 'Do not keep this if someone checks your things. You can contact us without it.';
    expect(html).toContain(english);
    expect(html.includes('class="in-english"')).toBe(!informed);
    expect(html, 'the code is shown once: no other language has it').not.toContain('class="languages"');
  });

  test('the longest report there is goes in, in the script that takes most bytes', async () => {
    const long = (characters: number) => '受'.repeat(characters);
    const { report, status } = await stored({
      narrative: `${long(100)}\r\n`.repeat(190) + long(800),
      ownWords: long(5_000),
      placeWords: long(500),
      people: long(2_000),
      appearance: long(2_000),
      vehicleWords: long(500),
      doNotTell: long(2_000),
      step: 'review',
      go: 'send',
    });
    expect(status).toBe(200);
    expect(report?.narrative.length, 'the end of a line is one character').toBe(190 * 101 + 800);
  });

  test('what is longer than any report is refused in words, with 911 and who runs this', async () => {
    const answer = await stored({ narrative: 'x'.repeat(400 * 1024), step: 'review', go: 'send' });
    expect(answer.status).toBe(413);
    expect(answer.added).toEqual([]);
    expect(answer.html).toContain('Call 911');
    expect(answer.html).toContain('Run by Alight demonstration desk');
    expect(answer.html).not.toContain('xxxx');
  });

  test('a form that lay open for months goes in, and its consent that ran out meanwhile is none', async () => {
    const open = await house.call('GET', '/report?door=help');
    const key = /name="key" value="([^"]+)"/.exec(open.body)![1]!;
    const consentDay = new Date(house.clock.now().getTime() + 90 * 86_400_000).toISOString().slice(0, 10);
    house.clock.moveTo(new Date(house.clock.now().getTime() + fourMonthsSeconds * 1000));
    const { report, code: given } = await stored({
      narrative,
      key,
      step: 'review',
      go: 'send',
      relation: 'potential-victim',
      releases: 'role:victim-advocate',
      consentDay,
    });
    expect(given).toBeDefined();
    expect(report.narrative).toBe(narrative);
    for (const { until } of report.releases)
      expect(new Date(until).getTime()).toBeLessThan(house.clock.now().getTime());
  });

  test('nothing of it is logged', () => {
    for (const line of house.log.lines) expect(line).not.toMatch(/holds her ticket|受受|xxxx|watched/);
  });
});
