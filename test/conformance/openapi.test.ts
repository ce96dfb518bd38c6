/** The description of the API is what the API is: committed, and every example works as far as an example can. */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { advocateId, type House, openHouse } from '../support/house.ts';

interface Operation {
  readonly responses?: Record<string, { readonly content: Record<string, unknown> }>;
  readonly requestBody?: {
    readonly content: Record<
      string,
      {
        readonly example?: unknown;
        readonly examples?: Record<string, { readonly value: unknown }>;
        readonly schema?: { readonly examples?: unknown[] };
      }
    >;
  };
}
interface Description {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, Operation>>;
}

const exampleId = '01900000-0000-7000-8000-00000000000a';
const exampleCode = '0000 0000 0000 0000 0000 0';

/** Each operation's example in the order in which they are tried on one report: it works, or exactly this is the answer. */
const inOrder: Readonly<Record<string, string>> = {
  '/v1/signals': 'works',
  // A signature is over a moment and a key, which an example cannot hold.
  '/v1/partners/signals': '401 headers-missing',
  '/v1/dialogue/open': 'works',
  '/v1/dialogue/messages': 'works',
  '/v1/chats': 'works',
  '/v1/chats/resume': 'works',
  '/v1/chats/open': 'works',
  '/v1/chats/messages': 'works',
  '/v1/chats/typing': 'works',
  '/v1/floor/presence': 'works',
  '/v1/signals/{id}/typing': 'works',
  '/v1/signals/{id}/accept-chat': 'works',
  '/v1/signals/{id}/hand-over-chat': 'works',
  '/v1/signals/{id}/pass-chat': 'works',
  '/v1/signals/{id}/end-chat': 'works',
  '/v1/chats/end': 'works',
  // It has ended, so the stream says so and ends.
  '/v1/chats/follow': 'works',
  '/v1/search': 'works',
  // An advocate sees what was set aside; a supervisor brings it back.
  '/v1/floods/{id}/bring-back': '404 not-here',
  '/v1/floods/{id}/set-aside': '404 not-here',
  '/v1/signals/{id}/ask-back': 'works',
  '/v1/signals/{id}/assess': 'works',
  '/v1/jurisdictions/resolve': 'works',
  '/v1/meeting-plans': 'works',
  '/v1/responses': 'works',
  // Only a desk that leads may decide to tell the carrier, and none has answered yet.
  '/v1/responses/{id}/carrier': '409 no-lead-yet',
  // An advocate asks, and only a supervisor may.
  '/v1/responses/{id}/lead': '403 not-a-supervisor',
  '/v1/responses/{id}/stand-down': 'works',
  '/v1/signals/{id}/release-acted-on': '409 too-early',
  '/v1/signals/{id}/pass-on': 'works',
  '/v1/signals/{id}/trip': 'works',
  '/v1/signals/{id}/place': 'works',
  '/v1/signals/{id}/do-not-tell': 'works',
  '/v1/signals/{id}/settle-do-not-tell': 'works',
  // Only a supervisor may, and an example cannot know the id of an entry.
  '/v1/signals/{id}/take-back-do-not-tell': '404 not-here',
  '/v1/signals/{id}/move-to-help': 'works',
  '/v1/signals/{id}/release': 'works',
  // The consent that was recorded a moment ago has an id of its own, which an example cannot know.
  '/v1/signals/{id}/withdraw-release': '404 unknown-release',
  // An advocate records no order, and agrees to none.
  '/v1/signals/{id}/court-orders': '404 not-here',
  '/v1/court-orders/{id}/agree': '404 not-here',
  '/v1/court-orders/{id}/handed-over': '404 not-here',
  '/v1/court-orders/{id}/person-told': '404 not-here',
  '/v1/court-orders/{id}/person-not-told': '404 not-here',
  '/v1/court-orders/{id}/end': '404 not-here',
  '/v1/signals/{id}/close': 'works',
  // An advocate asks that it be destroyed; holds and consent to it are others'.
  '/v1/signals/{id}/purge': 'works',
  '/v1/signals/{id}/hold': '404 not-here',
  '/v1/signals/{id}/lift-hold': '404 not-here',
  '/v1/purges/{id}/approve': '404 not-here',
  '/v1/purges/{id}/stop': '404 unknown-purge',
  // An advocate reads reports anyway; breaking the glass is for others.
  '/v1/glasses': '404 not-here',
  '/v1/glasses/{id}/grant': '404 not-here',
  '/v1/glasses/{id}/end': '404 not-here',
  '/v1/signals/{id}/code-elsewhere': 'works',
  // The example's report came over the web, where its code was shown.
  '/v1/signals/{id}/read-out-code': '409 code-was-shown',
  // Nobody asked how the example's signaler is to be reached, and an advocate calls no other time safe.
  '/v1/signals/{id}/text-now': '409 not-a-safe-time',
  '/v1/alerts/{id}/handle': 'works',
  // A link, a session and a call are made by the paging alone and cannot be in an example.
  '/v1/pages/exchange': '404 link-unknown',
  '/v1/pages/current/accept': '401 session-ended',
  '/v1/pages/current/decline': '401 session-ended',
  '/v1/pages/current/en-route': '422 eta-invalid',
  '/v1/pages/current/staged': '401 session-ended',
  '/v1/pages/current/all-clear': '401 session-ended',
  '/v1/pages/current/outcome': '401 session-ended',
  '/v1/voice-tasks/{id}/complete': '409 voice-task-done',
  '/v1/pages/{id}/reissue': '404 link-unknown',
  '/v1/pages/{id}/report': '404 page-unknown',
  '/sandbox/reply': 'works',
  '/v1/dialogue/delete': 'works',
};

describe('openapi.json', () => {
  let house: House;
  let live: Description;
  beforeAll(async () => {
    house = await openHouse();
    live = (await house.call('GET', '/openapi.json')).json();
  });
  afterAll(() => house.close());

  // That the committed file is what the server says is a gate of its own: script/generate.ts --check.
  test('is OpenAPI 3.1, and the committed one names every path that the server has', async () => {
    expect(live.openapi).toBe('3.1.0');
    const committed: Description = JSON.parse(await readFile('openapi.json', 'utf8'));
    expect(Object.keys(committed.paths)).toEqual(expect.arrayContaining(Object.keys(live.paths)));
  });

  test('every operation says how it refuses', () => {
    const silent = Object.entries(live.paths).flatMap(([path, operations]) =>
      Object.entries(operations)
        .filter(([, operation]) => !operation.responses?.['default']?.content['application/problem+json'])
        .map(([method]) => `${method} ${path}`),
    );
    expect(silent).toEqual([]);
  });

  test('every request body has an example, and it works, or is refused as it must be', async () => {
    const answers: Record<string, string> = {};
    const posts = Object.entries(live.paths).filter(([, { post }]) => post?.requestBody);
    for (const [path] of posts) expect(Object.keys(inOrder), `${path} is in the table`).toContain(path);
    expect(Object.keys(inOrder)).toHaveLength(posts.length);
    // What the invented ids of the examples stand for here.
    const { id: organizationId } = await house.database.db
      .selectFrom('organization')
      .select('id')
      .limit(1)
      .executeTakeFirstOrThrow();
    const real = { signal: exampleId, response: exampleId, code: exampleCode };
    for (const path of Object.keys(inOrder)) {
      const media = live.paths[path]!['post']!.requestBody!.content['application/json'];
      const examples = [
        ...(media?.schema?.examples ?? []),
        ...Object.values(media?.examples ?? {}).map(({ value }) => value),
        ...(media?.example === undefined ? [] : [media.example]),
      ];
      expect(examples.length, `${path} has no example`).toBeGreaterThan(0);
      const body = JSON.stringify(examples[0])
        .replaceAll(`"signalId":"${exampleId}"`, `"signalId":"${real.signal}"`)
        .replaceAll(`"organizationId":"${exampleId}"`, `"organizationId":"${organizationId}"`)
        .replaceAll(exampleCode, real.code);
      const id = path.startsWith('/v1/responses/') ? real.response : real.signal;
      const answer = await house.call('POST', path.replace('{id}', id), JSON.parse(body), {
        'alight-actor': advocateId,
        authorization: 'Bearer an-invented-session-that-opens-nothing',
      });
      const isJson = String(answer.headers['content-type'] ?? '').includes('json');
      const said = isJson ? answer.json() : {};
      answers[path] = answer.statusCode < 300 ? 'works' : `${answer.statusCode} ${said.code}`;
      if (path === '/v1/signals') {
        real.code = said.receipt;
        real.signal = (
          await house.database.db.selectFrom('signal').select('id').executeTakeFirstOrThrow()
        ).id;
        await house.asAdvocate('GET', `/v1/signals/${real.signal}`);
        const day = { tripId: 'river-runner:311', serviceDate: '2026-02-12', stopId: 'KCY' };
        await house.asAdvocate('POST', `/v1/signals/${real.signal}/trip`, day);
      }
      if (path === '/v1/responses') real.response = said.responseId;
    }
    expect(answers).toEqual(inOrder);
  });
});
