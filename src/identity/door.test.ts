import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, describe, expect, test } from 'vitest';
import { problemOf, Refusal } from '../platform/index.ts';
import { type Access, openDoor, type Person, personOf, type WhoActs } from './door.ts';

const advocate: Person = {
  id: '01900000-0000-7000-8000-000000000001',
  name: 'An advocate',
  role: 'hotline-advocate',
  organizationId: '01900000-0000-7000-8000-0000000000a1',
};
let app: FastifyInstance;
afterEach(() => app.close());

/** A house of one room, whose every route says who it let in. */
async function openRoom(access: Access | undefined, whoActs: WhoActs, demo = true): Promise<string[]> {
  const warned: string[] = [];
  const quiet = () => {};
  app = Fastify();
  app.setErrorHandler(async (error, _request, reply) => {
    const problem = problemOf(error);
    return reply.code(problem.status).send(problem);
  });
  openDoor(app, {
    demo,
    log: {
      debug: quiet,
      info: quiet,
      error: quiet,
      warn: (message, fields) => void warned.push(JSON.stringify({ message, ...fields })),
    },
    whoActs,
    now: () => new Date('2026-02-12T17:00:00Z'),
    accessOf: () => access,
    isPage: () => false,
  });
  app.get('/room/:id', async ({ person }) => ({ role: person?.role ?? null }));
  app.get('/forgotten', async (request) => ({ role: personOf(request).role }));
  await app.ready();
  return warned;
}
const ask = async (url = '/room/1') => {
  const answer = await app.inject({ url });
  return [answer.statusCode, answer.json().code ?? answer.json().role];
};

describe('the door', () => {
  test.each<[string, Access | undefined, Person | undefined, boolean, unknown[]]>([
    [
      'a route that nobody declared is closed to everybody',
      undefined,
      advocate,
      true,
      [403, 'not-permitted'],
    ],
    ['a public one asks nobody', 'public', advocate, true, [200, null]],
    ['whoever may is let in by name', 'queue:read', advocate, true, [200, 'hotline-advocate']],
    [
      'whoever may not finds nothing',
      'queue:read',
      { ...advocate, role: 'auditor' },
      true,
      [404, 'not-here'],
    ],
    ['nobody is asked who they are', 'queue:read', undefined, true, [403, 'who-are-you']],
    ['nobody is asked to sign in', 'queue:read', undefined, false, [401, 'sign-in-missing']],
    [
      'a token opens what it was made for',
      'queue:read',
      { ...advocate, role: 'service-account', scopes: ['queue:read'] },
      false,
      [200, 'service-account'],
    ],
    [
      'and nothing else',
      'calls:read',
      { ...advocate, role: 'service-account', scopes: ['queue:read'] },
      false,
      [404, 'not-here'],
    ],
    [
      'what cannot be taken back asks for the key again',
      'purges:approve',
      { ...advocate, role: 'supervisor', authenticatedAt: new Date('2026-02-12T16:54:00Z') },
      false,
      [403, 'sign-in-again'],
    ],
    [
      'and not of whoever showed it just now',
      'purges:approve',
      { ...advocate, role: 'supervisor', authenticatedAt: new Date('2026-02-12T16:56:00Z') },
      false,
      [200, 'supervisor'],
    ],
    ['the sandbox is not there without a demonstration', 'sandbox', advocate, false, [404, 'not-here']],
    [
      'a public one with more asks, and lets in',
      { public: true, more: 'queue:read' },
      advocate,
      true,
      [200, 'hotline-advocate'],
    ],
    [
      'or lets by',
      { public: true, more: 'queue:read' },
      { ...advocate, role: 'responder' },
      true,
      [200, null],
    ],
  ])('%s', async (_what, access, person, demo, expected) => {
    await openRoom(access, async () => person, demo);
    expect(await ask()).toEqual(expected);
  });

  test('what is presented and does not hold is refused as whoever reads it says', async () => {
    await openRoom('queue:read', async () => {
      throw new Refusal('token-ended', 401, 'This token has ended', 'Ask for a new one.');
    });
    expect(await ask()).toEqual([401, 'token-ended']);
  });

  test('a handler that forgot that its route is public gets nobody', async () => {
    await openRoom('public', async () => advocate);
    expect(await ask('/forgotten')).toEqual([403, 'not-permitted']);
  });

  test('says by id who was turned away where, and no more', async () => {
    const warned = await openRoom('queue:read', async () => ({ ...advocate, role: 'responder' }));
    await ask('/room/01900000-secret');
    expect(warned).toHaveLength(1);
    const { requestId, ...line } = JSON.parse(warned[0]!);
    expect(requestId).toBeTruthy();
    expect(line).toEqual({
      message: 'not permitted',
      route: '/room/:id',
      personId: advocate.id,
      permission: 'queue:read',
    });
    expect(app.behindTheDoor).toEqual([
      'GET /room/:id',
      'HEAD /room/:id',
      'GET /forgotten',
      'HEAD /forgotten',
    ]);
  });
});
