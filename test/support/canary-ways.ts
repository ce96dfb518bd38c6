/** Every way by which words come in, walked once with a mark in each field; then the mark is looked for where it must not be. */
import type { LightMyRequestResponse } from 'fastify';
import { expect } from 'vitest';
import { advocateId, supervisorId } from './house.ts';

/** A house as anybody reaches it: in this process, or served by another. */
export interface Reached {
  call(
    method: 'GET' | 'POST',
    url: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Pick<LightMyRequestResponse, 'statusCode' | 'body' | 'json'>>;
  /** Moves time, doing what falls due on the way. */
  wait(seconds: number): Promise<void>;
}

export interface Ways {
  readonly house: Reached;
  readonly mark: string;
  /** What says who somebody is, in every header that might. */
  readonly identifying: Record<string, string>;
  readonly point: { readonly lon: number; readonly lat: number };
  /** A trip to link, where there is one on its way. */
  readonly train?: object;
  /** Until when a consent lasts. */
  readonly until: string;
  /** Where the pages say that they are. */
  readonly formOrigin: string;
  /** Some organization, for the list of who must not be told. */
  organizationId(): Promise<string>;
}

export const identifyingHeaders = (mark: string, formOrigin: string): Record<string, string> => ({
  'user-agent': `Browser ${mark}`,
  referer: `${formOrigin}/report?from=${mark}`,
  'x-forwarded-for': '203.0.113.77',
  forwarded: 'for=203.0.113.77',
  'x-real-ip': '203.0.113.77',
});
const boundary = 'a-boundary-of-its-own';
const asAdvocate = { 'alight-actor': advocateId };
const staffOf =
  ({ house }: Ways, signalId: string) =>
  async (verb: string, body: unknown) =>
    ok(await house.call('POST', `/v1/signals/${signalId}/${verb}`, body, asAdvocate), verb);

export const ok = <T extends { statusCode: number; body: string }>(answer: T, what: string): T => {
  expect(answer.statusCode, `${what}: ${answer.body.slice(0, 300)}`).toBeLessThan(400);
  return answer;
};

/** A report with a mark in every field, by the API and by the form. */
async function reports({ house, mark, point, identifying, formOrigin }: Ways): Promise<string> {
  const sent = ok(
    await house.call(
      'POST',
      '/v1/signals',
      {
        door: 'tip',
        danger: 'soon',
        relation: 'transport-worker',
        narrative: `She said ${mark}. His number is 816-555-0187, his car ${mark.toUpperCase()}.`,
        ownWords: `Help, ${mark}`,
        appearance: `A coat, ${mark}`,
        transit: { line: '311', car: `near ${mark}`, alightingStop: `${mark} station` },
        place: { words: `Behind ${mark}`, point },
        doNotTell: `Not ${mark}`,
        safeContact: { wire: 'sms', address: '816-555-0187' },
      },
      { ...identifying, 'idempotency-key': `key-${mark}` },
    ),
    'a report',
  );
  const form = new URLSearchParams({ door: 'help', narrative: `By the form: ${mark}`, appearance: mark });
  ok(
    await house.call('POST', '/report?door=help', form.toString(), {
      ...identifying,
      'content-type': 'application/x-www-form-urlencoded',
      origin: formOrigin,
    }),
    'the form',
  );
  return sent.json().receipt;
}

/** What the person writes later, by their code and by a text, and what they agree to. */
async function dialogue(ways: Ways, receipt: string, signalId: string): Promise<void> {
  const { house, mark, identifying, until } = ways;
  const staff = staffOf(ways, signalId);
  const words = { code: receipt, text: `More: ${mark}`, key: `written-${mark}` };
  ok(await house.call('POST', '/v1/dialogue/messages', words, identifying), 'a message by code');
  await staff('ask-back', { text: `Is ${mark} still there?` });
  await house.wait(1);
  const text = { address: '816-555-0187', body: `Yes, ${mark}` };
  ok(await house.call('POST', '/sandbox/reply', text, identifying), 'a text');
  await house.wait(1);
  await staff('release', {
    recipient: 'role:victim-advocate',
    items: ['place'],
    purpose: `For ${mark}`,
    until,
    confirmedHow: 'voice',
    byThePerson: true,
  });
}

/** What staff write while they work on it. */
async function casework(ways: Ways, signalId: string): Promise<void> {
  const { house, mark, identifying, point, train } = ways;
  const staff = staffOf(ways, signalId);
  const reason = `Because of ${mark}`;
  await staff('assess', {
    observedBehaviours: ['papers-held', 'debt-owed'],
    ownWords: true,
    strength: 'high',
    danger: 'soon',
    ageGroup: 'adult',
    reason,
  });
  await staff('do-not-tell', { organizationId: await ways.organizationId(), reason });
  await staff('settle-do-not-tell', { reason });
  await staff('place', { words: `At ${mark}`, point });
  if (train) await staff('trip', train);
  const file = Buffer.from(
    `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${mark}.txt"\r\ncontent-type: text/plain\r\n\r\nMeet at ${mark}.\r\n--${boundary}--\r\n`,
  );
  ok(
    await house.call('POST', `/v1/signals/${signalId}/attachments`, file, {
      'content-type': `multipart/form-data; boundary=${boundary}`,
      'alight-actor': advocateId,
      ...identifying,
    }),
    'a document',
  );
  ok(await house.call('POST', '/v1/search', { text: mark }, asAdvocate), 'a search');
}

/** A response: what was decided, told, answered, and said by telephone. */
async function response(ways: Ways, signalId: string): Promise<void> {
  const { house, mark, identifying } = ways;
  const staff = staffOf(ways, signalId);
  const answer = ok(
    await house.call(
      'POST',
      '/v1/responses',
      {
        signalId,
        reason: `Decided for ${mark}`,
        description: `Looks like ${mark}`,
        secondStaffId: supervisorId,
      },
      asAdvocate,
    ),
    'a response',
  );
  const { responseId } = answer.json();
  await house.wait(1);
  const texts: { body: string }[] = (await house.call('GET', '/sandbox/messages')).json().messages;
  const tokens = texts.flatMap(({ body }) => /\/p\/(\S+) or/.exec(body)?.[1] ?? []);
  expect(tokens.length).toBeGreaterThanOrEqual(2);
  for (const [n, token] of tokens.slice(0, 2).entries()) {
    const { session } = (await house.call('POST', '/v1/pages/exchange', { token }, identifying)).json();
    const on = (verb: string, body: unknown = {}) =>
      house.call('POST', `/v1/pages/current/${verb}`, body, {
        authorization: `Bearer ${session}`,
        ...identifying,
      });
    ok(await on('accept'), 'a yes');
    if (n === 0) ok(await on('decline', { reason: `No, ${mark}` }), 'a no');
  }
  await house.wait(60);
  const { voiceTasks: tasks } = (await house.call('GET', '/v1/voice-tasks', undefined, asAdvocate)).json();
  for (const { id } of tasks.filter(({ doneAt }: { doneAt: string | null }) => doneAt === null).slice(0, 2))
    ok(
      await house.call(
        'POST',
        `/v1/voice-tasks/${id}/complete`,
        { callTaker: `Desk ${mark}`, cadNumber: `N-${mark}`, result: 'confirmed' },
        asAdvocate,
      ),
      'a call',
    );
  await house.wait(60);
  ok(
    await house.call(
      'POST',
      `/v1/responses/${responseId}/stand-down`,
      { reason: `Over: ${mark}` },
      asAdvocate,
    ),
    'the end',
  );
  await house.wait(60);
  await staff('close', { reason: `Closed: ${mark}` });
  await house.wait(60);
}

/** What is asked wrongly: a failure's words and an address are where marks like to stay. */
async function wrongly({ house, mark, identifying }: Ways): Promise<void> {
  const tried: [string, string, unknown, Record<string, string>][] = [
    ['GET', `/v1/nothing/${mark}?q=${mark}`, undefined, {}],
    ['GET', `/nothing/${mark}`, undefined, { accept: 'text/html' }],
    ['GET', `/p/${mark}`, undefined, { accept: 'text/html' }],
    ['GET', `/v1/signals/${mark}`, undefined, asAdvocate],
    ['POST', '/v1/signals', `{"narrative": "${mark}`, { 'content-type': 'application/json' }],
    ['POST', '/v1/signals', { door: mark, narrative: 7, [mark]: mark }, {}],
    ['POST', '/v1/signals', mark, { 'content-type': `text/${mark}` }],
    ['POST', '/v1/dialogue/open', { code: mark }, {}],
    ['POST', '/v1/pages/exchange', { token: mark }, {}],
    ['GET', '/v1/pages/current', undefined, { authorization: `Bearer ${mark}` }],
    ['GET', '/v1/queue', undefined, { authorization: `Bearer alight_${mark}` }],
    ['GET', '/v1/queue', undefined, { 'alight-actor': mark }],
    ['POST', '/v1/partners/signals', { narrative: mark }, { 'alight-key': mark, 'webhook-id': mark }],
  ];
  for (const [method, url, body, headers] of tried) {
    const answer = await house.call(method as 'GET', url, body, { ...identifying, ...headers });
    expect(answer.statusCode, `${method} ${url}: ${answer.body.slice(0, 200)}`).toBeLessThan(500);
  }
}

/** A mark goes in by every way. @returns the report that was worked on */
export async function goInEveryWay(ways: Ways): Promise<string> {
  const { house } = ways;
  const receipt = await reports(ways);
  const { queue } = (await house.call('GET', '/v1/queue', undefined, asAdvocate)).json();
  const { signalId } = queue.find(({ door }: { door: string }) => door === 'tip');
  await house.call('GET', `/v1/signals/${signalId}`, undefined, asAdvocate);
  await dialogue(ways, receipt, signalId);
  await casework(ways, signalId);
  await response(ways, signalId);
  await wrongly(ways);
  return signalId;
}
