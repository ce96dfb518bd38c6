/** A responder's link and page, and all that can go wrong with them. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { emit, newId, transaction } from '../../src/platform/index.ts';
import { type House, openHouse, supervisorId } from '../support/house.ts';

interface Text {
  readonly address: string;
  readonly body: string;
}

/** Reports, assesses, links and confirms: the shortest way to pages on phones. */
async function respond(
  house: House,
  danger: 'soon' | 'imminent' = 'soon',
): Promise<{ signalId: string; responseId: string }> {
  await house.call('POST', '/v1/signals', {
    door: 'tip',
    narrative: 'He keeps her papers.',
    danger,
    transit: { line: '311', car: '2', alightingStop: 'Kansas City' },
  });
  const { queue } = (await house.asAdvocate('GET', '/v1/queue')).json();
  const { signalId } = queue.find((entry: { responseId: string | null }) => !entry.responseId);
  await house.asAdvocate('POST', `/v1/signals/${signalId}/ask-back`, { text: 'Is she still there?' });
  await house.asAdvocate('POST', `/v1/signals/${signalId}/assess`, {
    observedBehaviours: ['papers-held', 'debt-owed'],
    ownWords: true,
    strength: 'high',
    danger,
    ageGroup: 'adult',
    reason: 'Papers and debt.',
  });
  await house.asAdvocate('POST', `/v1/signals/${signalId}/trip`, {
    tripId: 'river-runner:311',
    serviceDate: '2026-02-12',
    stopId: 'KCY',
  });
  const answer = await house.asAdvocate('POST', '/v1/responses', {
    signalId,
    reason: 'Her own words and two behaviours.',
    secondStaffId: supervisorId,
  });
  expect(answer.statusCode, answer.body).toBeLessThan(300);
  return { signalId, responseId: answer.json().responseId };
}

describe('a duty page', () => {
  let house: House;
  let responseId: string;
  let texts: Text[];
  const tokenOf = (text: Text) => /\/p\/(\S+) or/.exec(text.body)![1]!;
  const exchange = (token: string) => house.call('POST', '/v1/pages/exchange', { token });
  const act = (session: string, verb: string, body: unknown = {}) =>
    house.call('POST', `/v1/pages/current/${verb}`, body, { authorization: `Bearer ${session}` });
  const view = async (session: string) =>
    (await house.call('GET', '/v1/pages/current', undefined, { authorization: `Bearer ${session}` })).json();

  beforeAll(async () => {
    house = await openHouse();
    ({ responseId } = await respond(house));
    await house.wait(1);
    texts = (await house.call('GET', '/sandbox/messages')).json().messages;
  });
  afterAll(() => house.close());

  test('says a code, a link and a number, and not a word more', () => {
    expect(texts.length).toBeGreaterThanOrEqual(3);
    for (const { body } of texts)
      expect(body).toMatch(
        /^Alight duty page [A-Z0-9]{4}\. Open http:\/\/localhost:8080\/p\/[\w-]{22} or call 816-555-0142\.$/,
      );
  });

  test('opens once; a second exchange of the same link is refused in words', async () => {
    const token = tokenOf(texts[0]!);
    expect((await exchange(token)).statusCode).toBe(200);
    const again = await exchange(token);
    expect(again.statusCode).toBe(410);
    expect(again.json().code).toBe('link-used');
    expect((await exchange('an-invented-token-0000')).json().code).toBe('link-unknown');
  });

  test('shows role, area, time and card before accepting, the details after, and nothing of them after declining', async () => {
    const { session } = (await exchange(tokenOf(texts[1]!))).json();
    const before = await view(session);
    expect(before.detail).toBeNull();
    expect(before.offer.card.join(' ')).toContain('Not by itself grounds to detain');
    expect(JSON.stringify(before)).not.toMatch(/conductor|transport-worker/i);
    await act(session, 'accept');
    expect((await view(session)).detail.meetingPoint).toContain('Kansas City');
    await act(session, 'decline', { reason: 'A fire.' });
    const after = await view(session);
    expect(after.detail).toBeNull();
    expect(after.offer).toEqual({});
  });

  test('accepted after the stand-down is refused in words, and a stand-down is a page too', async () => {
    const { session } = (await exchange(tokenOf(texts[2]!))).json();
    await house.asAdvocate('POST', `/v1/responses/${responseId}/stand-down`, {
      reason: 'She got off earlier.',
    });
    await house.wait(1);
    const late = await act(session, 'accept');
    expect(late.statusCode).toBe(409);
    expect(late.json().detail).toContain('stood down');
    const now: Text[] = (await house.call('GET', '/sandbox/messages')).json().messages;
    expect(now.some(({ body }) => body.includes('you are stood down'))).toBe(true);
  });

  test('a text about it that failed is an alert that names it and leads to its response', async () => {
    const page = await house.database.db
      .selectFrom('page')
      .select(['id', 'code'])
      .where('response_id', '=', responseId)
      .executeTakeFirstOrThrow();
    await transaction(house.database.db, (tx) =>
      emit(
        tx,
        {
          name: 'message-failed',
          subjectId: newId(house.clock.now()),
          payload: { aboutKind: 'page', aboutId: page.id, purpose: 'page' },
        },
        house.clock.now(),
      ),
    );
    await house.wait(1);
    const { alerts } = (await house.asAdvocate('GET', '/v1/alerts')).json();
    const alert = alerts.find(({ kind }: { kind: string }) => kind === 'message-failed');
    expect(alert).toMatchObject({ responseId, words: expect.stringContaining(`page ${page.code}`) });
    expect(alert.signalId).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('a step that was refused is an alert that leads to the response of its page', async () => {
    const page = await house.database.db
      .selectFrom('page')
      .select('id')
      .where('response_id', '=', responseId)
      .executeTakeFirstOrThrow();
    const payload = { name: 'page-declined', code: 'already-ended', pageId: page.id };
    await transaction(house.database.db, (tx) =>
      emit(tx, { name: 'event-refused', subjectId: newId(house.clock.now()), payload }, house.clock.now()),
    );
    await house.wait(1);
    const { alerts } = (await house.asAdvocate('GET', '/v1/alerts')).json();
    expect(alerts.find(({ kind }: { kind: string }) => kind === 'event-refused')).toMatchObject({
      responseId,
    });
  });

  test('a page that nobody answers goes to the next agency, and at last to a supervisor', async () => {
    const silent = await openHouse();
    try {
      const { responseId: id } = await respond(silent);
      await silent.wait(30 * 60);
      const response = (await silent.asAdvocate('GET', `/v1/responses/${id}`)).json();
      const local = response.roles.find(({ role }: { role: string }) => role === 'local-law-enforcement');
      expect(local.asked.length).toBeGreaterThanOrEqual(2);
      expect(local.state).toBe('unfilled');
      const { alerts } = (await silent.asAdvocate('GET', '/v1/alerts')).json();
      expect(alerts.some(({ kind }: { kind: string }) => kind === 'role-unfilled')).toBe(true);
    } finally {
      await silent.close();
    }
  });

  test('danger now opens the call to the 911 centre of the place at once, and an unmade call alarms', async () => {
    const urgent = await openHouse();
    try {
      const { signalId } = await respond(urgent, 'imminent');
      await urgent.wait(1);
      const { voiceTasks } = (await urgent.asAdvocate('GET', '/v1/voice-tasks')).json();
      const call = voiceTasks.find(({ kind }: { kind: string }) => kind === 'psap');
      expect(call.phone).toMatch(/555-?01\d\d$/);
      await urgent.wait(120);
      expect(
        (await urgent.asAdvocate('GET', '/v1/alerts'))
          .json()
          .alerts.some(({ kind }: { kind: string }) => kind === 'call-overdue'),
      ).toBe(true);
      const complete = (id: string, result: string) =>
        urgent.asAdvocate('POST', `/v1/voice-tasks/${id}/complete`, {
          callTaker: 'Operator 7',
          cadNumber: 'CAD-0142',
          result,
        });
      expect((await complete(call.id, 'no-answer')).statusCode).toBe(204);
      await urgent.wait(1);
      const { alerts } = (await urgent.asAdvocate('GET', '/v1/alerts')).json();
      for (const kind of ['call-overdue', 'call-unanswered'])
        expect(alerts.find((alert: { kind: string }) => alert.kind === kind)?.signalId).toBe(signalId);
      const again = (await urgent.asAdvocate('GET', '/v1/voice-tasks'))
        .json()
        .voiceTasks.find(
          (task: { subjectId: string; phone: string; doneAt: string | null }) =>
            task.subjectId === signalId && task.phone === call.phone && !task.doneAt,
        );
      expect(again.attempt).toBe(2);
      expect((await complete(again.id, 'confirmed')).statusCode).toBe(204);
    } finally {
      await urgent.close();
    }
  });

  test('an agency on the do-not-tell list sees and accepts nothing from that moment, before it is stood down', async () => {
    const listed = await openHouse();
    try {
      const { signalId } = await respond(listed);
      await listed.wait(1);
      const [text]: Text[] = (await listed.call('GET', '/sandbox/messages')).json().messages;
      const { session } = (await listed.call('POST', '/v1/pages/exchange', { token: tokenOf(text!) })).json();
      const as = { authorization: `Bearer ${session}` };
      const current = async () => (await listed.call('GET', '/v1/pages/current', undefined, as)).json();
      await listed.call('POST', '/v1/pages/current/accept', {}, as);
      const { organizationId, detail } = await current();
      expect(detail).not.toBeNull();
      const listing = await listed.asAdvocate('POST', `/v1/signals/${signalId}/do-not-tell`, {
        organizationId,
        reason: 'Her uncle works there.',
      });
      expect(listing.statusCode).toBe(200);
      expect(await current()).toMatchObject({ state: 'released', offer: {}, detail: null });
      const pages = listed.alight.services;
      expect(await pages.page(session)).toMatchObject({ state: 'released', detail: null });
      expect((await listed.call('POST', '/v1/pages/current/staged', {}, as)).json().code).toBe(
        'page-stood-down',
      );
    } finally {
      await listed.close();
    }
  });

  test('a responder who texts STOP is called, and the supervisor hears of it', async () => {
    const house2 = await openHouse();
    try {
      await respond(house2);
      await house2.wait(1);
      const first: Text = (await house2.call('GET', '/sandbox/messages')).json().messages[0];
      await house2.call('POST', '/sandbox/reply', { address: first.address, body: 'STOP' });
      await house2.wait(1);
      const { alerts } = (await house2.asAdvocate('GET', '/v1/alerts')).json();
      expect(alerts.some(({ kind }: { kind: string }) => kind === 'responder-stop')).toBe(true);
    } finally {
      await house2.close();
    }
  });

  test('a responder who texts words of their own is heard: a supervisor is alerted, and reads them in the response', async () => {
    const house2 = await openHouse();
    try {
      const { responseId } = await respond(house2);
      await house2.wait(1);
      const first: Text = (await house2.call('GET', '/sandbox/messages')).json().messages[0];
      const body = 'Cannot come, send someone else. kestrel';
      await house2.call('POST', '/sandbox/reply', { address: first.address, body });
      await house2.wait(1);
      const { alerts } = (await house2.asAdvocate('GET', '/v1/alerts')).json();
      const raised = alerts.filter(({ kind }: { kind: string }) => kind === 'responder-wrote');
      expect(raised).toMatchObject([{ responseId }]);
      expect(JSON.stringify(alerts)).not.toContain('kestrel');
      const { timeline } = (await house2.asAdvocate('GET', `/v1/responses/${responseId}`)).json();
      expect(timeline.map(({ what }: { what: string }) => what)).toContain(`Texted: “${body}”`);
      const due = await house2.database.db.selectFrom('due').select('payload').execute();
      expect(JSON.stringify(due)).not.toContain('kestrel');
    } finally {
      await house2.close();
    }
  });
});
