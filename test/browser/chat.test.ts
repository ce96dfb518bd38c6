/** The chat in a browser: with a script and without, on a narrow telephone, and while the line drops. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { narrow, type Visitor, visitor } from '../support/browser.ts';
import { advocate, hold, openScene, type Scene } from './scene.ts';

const patienceMilliseconds = 20_000;
const other = { 'alight-actor': '01900000-0000-7000-8000-000000000002' };
const soon = { timeout: patienceMilliseconds };

describe('a chat', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene();
  });
  afterAll(() => scene.close());

  const person = (javaScript: boolean): Promise<Visitor> =>
    visitor(scene.browser, scene.instance.origin, { javaScript, viewport: narrow });
  const chats = async (): Promise<string[]> =>
    (
      await scene.client.get<{ queue: { signalId: string; channel: string }[] }>('/v1/queue', advocate)
    ).queue.flatMap(({ signalId, channel }) => (channel === 'chat' ? [signalId] : []));
  const begin = async ({ page }: Visitor, text = ''): Promise<string> => {
    const before = new Set(await chats());
    await page.goto('/chat');
    if (text) await page.getByLabel('What would you like to say?').fill(text);
    await page.getByRole('button', { name: 'Begin', exact: true }).first().click();
    await page.getByLabel('Write to us').waitFor();
    return (await chats()).find((id) => !before.has(id))!;
  };
  const answer = (signalId: string, text: string) =>
    scene.client.post(`/v1/signals/${signalId}/ask-back`, { text }, advocate);
  const said = ({ page }: Visitor) => page.locator('[data-chat-log] li span').allInnerTexts();
  const status = ({ page }: Visitor) => page.locator('[data-chat-status]').innerText();
  const send = async ({ page }: Visitor, text: string) => {
    await page.getByLabel('Write to us').fill(text);
    await page.getByRole('button', { name: 'Send', exact: true }).click();
  };
  const messagesOf = async (signalId: string) =>
    (
      await scene.client.get<{ messages: { text: string; from: string }[] }>(
        `/v1/signals/${signalId}`,
        advocate,
      )
    ).messages.map(({ text }) => text);

  test.each([
    ['with a script', true],
    ['without one', false],
  ])(
    'page is whole at both widths %s, and its address, cookies and store hold nothing',
    async (_, javaScript) => {
      const someone = await person(javaScript);
      const { page, context } = someone;
      await page.goto('/chat');
      await hold(someone, `chat begins ${javaScript ? 'live' : 'plain'}`);
      const signalId = await begin(someone, 'Is somebody there?');
      await answer(signalId, 'Yes. Take your time.');
      if (!javaScript) await page.getByRole('button', { name: 'Look for new messages' }).click();
      await expect.poll(() => said(someone), soon).toEqual(['Is somebody there?', 'Yes. Take your time.']);
      await hold(someone, `chat goes on ${javaScript ? 'live' : 'plain'}`);
      expect(new URL(page.url()).search).toBe('');
      expect(await page.title()).toBe('Help and information');
      expect(await context.cookies()).toEqual([]);
      if (javaScript)
        expect(await page.evaluate(() => [localStorage.length, sessionStorage.length])).toEqual([0, 0]);
      expect(someone.complaints).toEqual([]);
      await context.close();
    },
  );

  test('without a script is sent and looked at by a form, says what is new, and sent twice it is stored once', async () => {
    const someone = await person(false);
    const { page, context } = someone;
    const signalId = await begin(someone);
    await send(someone, 'I am in the kitchen.');
    expect(await said(someone)).toEqual(['I am in the kitchen.']);
    await answer(signalId, 'I read you.');
    await page.getByRole('button', { name: 'Look for new messages' }).click();
    expect(await status(someone)).toContain('1 new message.');
    expect(await said(someone)).toEqual(['I am in the kitchen.', 'I read you.']);
    await page.getByRole('button', { name: 'Look for new messages' }).click();
    expect(await status(someone)).toContain('Nothing new yet.');
    // The browser sends the last form again.
    await send(someone, 'Once only');
    // A page that is still on its way cannot be loaded again.
    await expect.poll(() => said(someone), soon).toContain('Once only');
    await page.reload();
    expect(await messagesOf(signalId)).toEqual(['I am in the kitchen.', 'I read you.', 'Once only']);
    await page.getByRole('button', { name: 'End the chat' }).click();
    expect(await page.locator('h1').innerText()).toBe('The chat has ended');
    expect(await page.locator('main').innerText()).not.toContain('kitchen');
    await context.close();
  });

  test('says its place, that somebody types, and ends clean', async () => {
    const someone = await person(true);
    const { page, context } = someone;
    const signalId = await begin(someone, 'Hello');
    await page.getByText('Nobody is here to chat just now.').waitFor();
    // The line is counted anew every two seconds.
    await expect.poll(() => status(someone), soon).toBe('You are next.');
    await scene.client.post('/v1/floor/presence', { state: 'on-floor' }, other);
    await expect
      .poll(() => status(someone), soon)
      .toMatch(/^Your chat has reached us\. .*(You are next|before you)/);
    await page.getByText('Nobody is here to chat just now.').waitFor({ state: 'hidden' });
    await scene.client.post(`/v1/signals/${signalId}/accept-chat`, {}, other);
    await expect.poll(() => status(someone), soon).toBe('A trained person is here with you.');
    await scene.client.post(`/v1/signals/${signalId}/typing`, {}, advocate);
    await page.getByText('We are writing…').waitFor();
    // What is typed stays here until it is sent.
    await page.getByLabel('Write to us').pressSequentially('never sent');
    // It is cleared at once, and said to have ended only when the server has said so.
    let asked = 0;
    await page.route('**/v1/chats/end', (route) =>
      ++asked < 3 ? route.fulfill({ status: 503 }) : route.continue(),
    );
    await page.getByRole('button', { name: 'End the chat' }).click();
    expect(await page.locator('h1').innerText()).toBe('Ending…');
    expect(await page.content()).not.toMatch(/Hello|never sent/);
    await expect.poll(() => page.locator('h1').innerText(), soon).toBe('The chat has ended');
    expect(asked).toBe(3);
    await expect
      .poll(
        async () =>
          (await scene.client.get<{ chat: { state: string } }>(`/v1/signals/${signalId}`, advocate)).chat
            .state,
        soon,
      )
      .toBe('ended');
    expect((await messagesOf(signalId)).join()).not.toContain('never sent');
    await context.close();
    await scene.client.post('/v1/floor/presence', { state: 'away' }, other);
  });

  test('that is left closes its line to us before the page is gone, and nothing of it is left to see', async () => {
    const someone = await person(true);
    const { page, context } = someone;
    const order: string[] = [];
    await context.exposeFunction('happened', (what: string) => void order.push(what));
    await context.addInitScript(() => {
      const tell = (what: string) => (window as unknown as { happened(what: string): void }).happened(what);
      const abort = AbortController.prototype.abort;
      AbortController.prototype.abort = function (reason) {
        tell('closed');
        abort.call(this, reason);
      };
      // Of the listeners to this the first: whatever the page does only when it goes comes after it.
      addEventListener('pagehide', () => tell('gone'), { capture: true });
    });
    await context.route(
      (url) => !url.href.startsWith(scene.instance.origin),
      (route) => route.fulfill({ contentType: 'text/html', body: '<title>Weather</title><p>Sunny</p>' }),
    );
    const signalId = await begin(someone, 'He is in the next room');
    order.length = 0;
    await page.locator('.bar').getByRole('link', { name: 'Leave this site' }).click();
    await page.waitForURL((url) => url.origin !== scene.instance.origin);
    await expect.poll(() => order.includes('closed'), soon).toBe(true);
    expect(order[0]).toBe('closed');
    expect(await page.locator('body').innerText()).toBe('Sunny');
    await context.close();
    // Nobody is left waiting before those of the tests that follow.
    await scene.client.post(`/v1/signals/${signalId}/end-chat`, {}, advocate);
  });

  test('that staff end stays readable until the person clears it', async () => {
    const someone = await person(true);
    const { page, context } = someone;
    const signalId = await begin(someone);
    await answer(signalId, 'Call this number when you can.');
    await expect.poll(() => said(someone), soon).toHaveLength(1);
    await scene.client.post(`/v1/signals/${signalId}/end-chat`, {}, advocate);
    await expect.poll(() => status(someone), soon).toContain('The chat has ended.');
    expect(await said(someone)).toEqual(['Call this number when you can.']);
    expect(await page.getByRole('button', { name: 'Send', exact: true }).isVisible()).toBe(false);
    await page.getByRole('button', { name: 'Clear this page' }).click();
    expect(await page.locator('main').innerText()).not.toContain('number');
    await context.close();
  });

  test('goes on after the line has dropped: what was written meanwhile arrives on both sides, once', async () => {
    const someone = await person(true);
    const { page, context } = someone;
    const signalId = await begin(someone);
    await send(someone, 'before');
    await answer(signalId, 'here');
    await expect.poll(() => said(someone), soon).toEqual(['before', 'here']);
    const hasBefore = page.waitForRequest('**/v1/chats/messages');
    await context.setOffline(true);
    await send(someone, 'in the tunnel');
    await send(someone, 'still in it');
    // It says what it has, which is nothing of what is written to it meanwhile.
    expect((await hasBefore).postDataJSON()).toMatchObject({ text: 'in the tunnel', after: 2 });
    await expect.poll(() => status(someone), soon).toMatch(/connection was lost|Not sent yet/);
    await answer(signalId, 'while you were away');
    await context.setOffline(false);
    await expect
      .poll(() => messagesOf(signalId), soon)
      .toEqual(['before', 'here', 'while you were away', 'in the tunnel', 'still in it']);
    await expect.poll(() => said(someone), soon).toEqual(await messagesOf(signalId));
    await expect.poll(() => page.locator('[data-chat-log] em').count(), soon).toBe(0);
    await expect.poll(() => status(someone), soon).toBe('A trained person is here with you.');
    await context.close();
  });

  test('loses no word that was refused, nor one that came after the end', async () => {
    const someone = await person(true);
    const { page, context } = someone;
    const signalId = await begin(someone);
    let refuse = () => {};
    const written = new Promise<void>((resolve) => {
      refuse = resolve;
    });
    await page.route(
      '**/v1/chats/messages',
      async (route) => {
        await written;
        await route.fulfill({ status: 422, contentType: 'application/problem+json', body: '{}' });
      },
      { times: 1 },
    );
    await send(someone, 'the first');
    await page.getByLabel('Write to us').fill('the second');
    refuse();
    await expect.poll(() => page.getByLabel('Write to us').inputValue(), soon).toBe('the first\nthe second');
    expect(await status(someone)).toBe('That could not be sent. Your words are still here.');
    await page.route('**/v1/chats/follow', (route) => route.abort());
    await page.route('**/v1/chats/messages', (route) =>
      route.fulfill({ status: 409, contentType: 'application/problem+json', body: '{}' }),
    );
    await send(someone, 'the last');
    await expect.poll(() => status(someone), soon).toContain('The chat has ended.');
    await page.getByText('Not sent.').waitFor();
    expect(await said(someone)).toEqual(['the last']);
    await context.close();
    await scene.client.post(`/v1/signals/${signalId}/end-chat`, {}, advocate).catch(() => {});
  });

  test('sends again what the server did not hear in time', async () => {
    const someone = await person(true);
    const { page, context } = someone;
    const signalId = await begin(someone);
    let late = 0;
    await page.route('**/v1/chats/messages', (route) =>
      late++ ? route.continue() : route.fulfill({ status: 408, body: '{}' }),
    );
    await send(someone, 'over a slow line');
    await expect.poll(() => messagesOf(signalId), soon).toEqual(['over a slow line']);
    await expect.poll(() => page.locator('[data-chat-log] em').count(), soon).toBe(0);
    expect(await page.getByLabel('Write to us').inputValue()).toBe('');
    expect(late).toBe(2);
    await context.close();
    await scene.client.post(`/v1/signals/${signalId}/end-chat`, {}, advocate);
  });

  test('is offered, taken, answered, handed over and ended in the console, with a script', async () => {
    const someone = await person(true);
    const staff = await visitor(scene.browser, scene.instance.origin, { javaScript: true });
    const { page } = staff;
    await page.goto('/console');
    await page.getByLabel('Acting as').selectOption(other['alight-actor']);
    await page.getByRole('button', { name: 'Switch' }).click();
    await page.getByRole('button', { name: 'Come to the floor' }).click();
    await page.getByText('On the floor', { exact: true }).waitFor();
    const signalId = await begin(someone, 'Are you there?');
    await expect
      .poll(async () => {
        // Chats of other tests may come before: they are let pass.
        const { offers } = await scene.client.get<{ offers: { signalId: string }[] }>('/v1/floor', other);
        for (const offer of offers)
          if (offer.signalId !== signalId)
            await scene.client.post(`/v1/signals/${offer.signalId}/pass-chat`, {}, other);
        return offers.map((offer) => offer.signalId);
      }, soon)
      .toEqual([signalId]);
    await page.getByText('A chat for you', { exact: true }).waitFor();
    await hold(staff, 'console with an offer');
    await page.getByRole('button', { name: 'Take it' }).click();
    await page.getByText('In a chat with you.').waitFor();
    await expect.poll(() => status(someone), soon).toBe('A trained person is here with you.');
    await page.getByLabel('Write to the person').fill('I am here.');
    await someone.page.getByText('We are writing…').waitFor();
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await expect.poll(() => said(someone), soon).toEqual(['Are you there?', 'I am here.']);
    await someone.page.getByLabel('Write to us').pressSequentially('Yes');
    await page.getByText('They are writing…').waitFor();
    await someone.page.getByRole('button', { name: 'Send', exact: true }).click();
    const lines = () => page.locator('#conversation .talk li > span').allInnerTexts();
    await expect.poll(lines, soon).toEqual(['Are you there?', 'I am here.', 'Yes']);
    // The line of the staff drops as well.
    await staff.context.setOffline(true);
    await page.getByLabel('Write to the person').fill('Still here.');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await send(someone, 'Good');
    await staff.context.setOffline(false);
    await expect
      .poll(async () => (await lines()).sort(), soon)
      .toEqual(['Are you there?', 'Good', 'I am here.', 'Still here.', 'Yes'].sort());
    await expect.poll(() => page.locator('#conversation .talk em').count(), soon).toBe(0);
    await expect.poll(lines, soon).toEqual(await messagesOf(signalId));
    staff.complaints.length = 0;
    await hold(staff, 'console in a chat');
    await page.getByText('Hand it over').first().click();
    await page.getByLabel('What should the next person know?').fill('Alone until four.');
    await page.getByRole('button', { name: 'Hand it over' }).click();
    await page.getByText('Handed over with:').waitFor();
    await expect.poll(() => status(someone), soon).not.toBe('A trained person is here with you.');
    await page.getByRole('button', { name: 'End the chat' }).click();
    await page.getByText('The chat has ended.').waitFor();
    await expect.poll(() => status(someone), soon).toContain('The chat has ended.');
    expect(staff.complaints).toEqual([]);
    await Promise.all([someone.context.close(), staff.context.close()]);
  });
});
