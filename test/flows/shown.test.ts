/** Every answer that shows case data is on record before it goes out, and is withheld when it cannot be. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { notify, transaction } from '../../src/platform/index.ts';
import { advocateId, type House, openHouse, supervisorId } from '../support/house.ts';
import { act, assessment, opened, report, train } from '../support/reports.ts';

const leavingId = '01900000-0000-7000-8000-000000000002';
const administratorId = '01900000-0000-7000-8000-000000000004';
let house: House;
let session: string;
let signalId: string;
let responseId: string;

const asOwner = (statement: string) => house.database.asOwner(statement);
const shown = (view: string) =>
  house.database.db
    .selectFrom('audit_shown')
    .select(['record_id', 'viewer_id', 'leaf_id'])
    .where('view', '=', view)
    .execute();
const duty = () => house.call('GET', '/v1/pages/current', undefined, { authorization: `Bearer ${session}` });

beforeAll(async () => {
  house = await openHouse(undefined, true);
  ({ signalId } = await report(house, { transit: { line: '311', car: '2' } }));
  await opened(house, signalId);
  await act(house, signalId, 'ask-back', { text: 'Is she still there?' });
  await act(house, signalId, 'assess', assessment);
  await act(house, signalId, 'trip', { ...train, stopId: 'KCY' });
  const answer = await house.asAdvocate('POST', '/v1/responses', {
    signalId,
    reason: 'Her own words and two behaviours.',
    secondStaffId: supervisorId,
  });
  responseId = answer.json().responseId;
  await house.wait(1);
  const { messages } = (await house.call('GET', '/sandbox/messages')).json();
  const token = /\/p\/(\S+) or/.exec(messages[0].body)![1]!;
  session = (await house.call('POST', '/v1/pages/exchange', { token })).json().session;
});
afterAll(() => house.close());

describe('what was shown', () => {
  test('is on record: the report, the queue, the response, and the duty page before and after it was accepted', async () => {
    expect(await shown('signal')).toContainEqual(
      expect.objectContaining({ record_id: signalId, viewer_id: advocateId }),
    );
    await house.asAdvocate('GET', '/v1/queue');
    await house.asAdvocate('GET', '/v1/queue');
    const queued = await shown('queue');
    expect(queued.map(({ record_id }) => record_id)).toEqual([signalId]);
    await house.asAdvocate('GET', `/v1/responses/${responseId}`);
    const response = await shown('response');
    for (const id of [responseId, signalId]) expect(response.map(({ record_id }) => record_id)).toContain(id);
    expect(new Set(response.map(({ leaf_id }) => leaf_id)).size).toBe(1);
    await duty();
    expect((await shown('duty-page')).map(({ record_id }) => record_id)).toContain(responseId);
    expect(await shown('duty-page-detail')).toEqual([]);
    await house.call('POST', '/v1/pages/current/accept', {}, { authorization: `Bearer ${session}` });
    expect((await duty()).json().detail).not.toBeNull();
    expect((await shown('duty-page-detail')).map(({ record_id }) => record_id)).toContain(responseId);
  });
  test('is on record also when it is a plan, a call, an alert or a timeline that grows; and the stream has every header', async () => {
    expect((await house.asAdvocate('POST', '/v1/meeting-plans', { signalId })).statusCode).toBe(200);
    expect(await shown('plan')).toMatchObject([{ record_id: signalId, viewer_id: advocateId }]);
    const urgent = (await report(house, { danger: 'imminent', transit: { line: '311' } })).signalId;
    await act(house, urgent, 'trip', { ...train, stopId: 'KCY' });
    await house.alight.services.callSupervisor({ staffId: advocateId }, urgent);
    await house.wait(2);
    for (const [url, view] of [
      ['/v1/voice-tasks', 'calls'],
      ['/v1/alerts', 'alerts'],
    ] as const) {
      const answer = await house.asAdvocate('GET', url);
      expect(answer.statusCode).toBe(200);
      const mine = (await shown(view)).map(({ record_id }) => record_id);
      expect(answer.body, view).toContain(mine[0]!);
    }
    expect((await shown('calls')).map(({ record_id }) => record_id)).toContain(urgent);
    const origin = await house.alight.app.listen({ host: '127.0.0.1', port: 0 });
    const reading = new AbortController();
    const stream = await fetch(`${origin}/v1/responses/${responseId}/events`, {
      headers: { 'alight-actor': advocateId },
      signal: reading.signal,
    });
    expect(stream.headers.get('content-type')).toContain('text/event-stream');
    expect(stream.headers.get('x-content-type-options')).toBe('nosniff');
    expect(stream.headers.get('content-security-policy')).toContain("default-src 'none'");
    reading.abort();
    // Whoever is sent away while they look is shown nothing more: the stream ends at the next thing that happens.
    const looking = await fetch(`${origin}/v1/responses/${responseId}/events?after=1000000`, {
      headers: { 'alight-actor': leavingId },
    });
    const saw = looking.text().catch(() => '');
    // A browser names who looks in the address, and is asked again by it.
    const watching = await fetch(`${origin}/v1/responses/${responseId}/events?actor=${advocateId}`);
    const parts = watching.body!.pipeThrough(new TextDecoderStream()).getReader();
    let heard = '';
    while (!heard.includes('event: timeline')) {
      const { value, done } = await parts.read();
      expect(done, heard).toBe(false);
      heard += value;
    }
    await parts.cancel();
    await house.alight.services.changeActive({ staffId: administratorId }, leavingId, false);
    await transaction(house.database.db, (tx) => notify(tx, responseId));
    expect(await saw).not.toContain('event: timeline');
    expect((await shown('timeline')).map(({ record_id }) => record_id)).toContain(responseId);
  });
  test('is on record also when it is what was passed on, and a page of the console asks', async () => {
    const other = (await report(house)).signalId;
    await opened(house, other);
    await act(house, other, 'assess', assessment);
    await house.alight.services.passOnAsInformation({ staffId: advocateId }, other, 'Their decision.', {});
    await house.alight.services.passedOn({ staffId: supervisorId }, other);
    expect(await shown('passed-on')).toMatchObject([{ record_id: other, viewer_id: supervisorId }]);
  });
});

describe('who saw what', () => {
  test('of a report names staff and the responder, with everything around it, and that a supervisor asked', async () => {
    const { services } = house.alight;
    const asked = { kind: 'signal', id: signalId } as const;
    const { sights, next } = await services.whoSaw({ staffId: supervisorId }, asked);
    expect(next).toBeNull();
    const told = sights.map(({ actorName, words }) => `${actorName}: ${words}`);
    expect(told).toContain('Riley Adams (demo): opened the report');
    expect(told).toContain('Riley Adams (demo): saw the response');
    expect(told).toContain('The signaler: signal received');
    expect(told.some((line) => line.endsWith(': saw the duty page with its details'))).toBe(true);
    expect(told.join()).not.toContain('not here any more');
    const again = await services.whoSaw({ staffId: supervisorId }, asked);
    expect(again.sights.map(({ actorName, action }) => [actorName, action])).toContainEqual([
      'Sam Ortiz (demo)',
      'who-saw-asked',
    ]);
    const own = await services.whoSaw({ staffId: supervisorId }, { kind: 'person', id: advocateId });
    expect(own.sights.length).toBeGreaterThan(3);
    expect(new Set(own.sights.map(({ actorName }) => actorName))).toEqual(new Set(['Riley Adams (demo)']));
  });
  test('is a page of the console in plain words, for supervisors, and not there for others', async () => {
    const url = `/console/audit?kind=signal&id=${signalId}`;
    const as = (staffId: string, at = url) =>
      house.call('GET', at, undefined, { cookie: `alight_acting=${staffId}` });
    const page = await as(supervisorId);
    expect(page.statusCode, page.body).toBe(200);
    expect(page.headers['cache-control']).toContain('no-store');
    expect(page.body).toContain('Riley Adams (demo)');
    expect(page.body).toContain('opened the report');
    expect(page.body).not.toContain('papers');
    const refused = await as(advocateId);
    expect(refused.statusCode).toBe(404);
    expect(refused.body).toContain('There is nothing here');
    expect(refused.body).not.toContain('opened the report');
    const wrong = await as(supervisorId, '/console/audit?kind=signal&id=<script>');
    expect(wrong.statusCode).toBe(422);
    expect(wrong.body).not.toContain('value="<script>');
    expect((await as(supervisorId, '/console/audit')).statusCode).toBe(200);
  });
  test('is told to supervisors only, and refused in words for what is no id', async () => {
    const { services } = house.alight;
    const asked = { kind: 'signal', id: signalId } as const;
    await expect(services.whoSaw({ staffId: advocateId }, asked)).rejects.toMatchObject({
      code: 'not-here',
    });
    const wrong = services.whoSaw({ staffId: supervisorId }, { ...asked, id: "' or true" });
    await expect(wrong).rejects.toMatchObject({ code: 'no-such-id' });
    const turned = { ...asked, since: new Date('2026-02-02'), until: new Date('2026-02-01') };
    await expect(services.whoSaw({ staffId: supervisorId }, turned)).rejects.toMatchObject({
      code: 'times-turned-round',
    });
  });
});

describe('when the log takes no entry', () => {
  let quiet: string;
  let urgent: string;
  beforeAll(async () => {
    quiet = (await report(house)).signalId;
    urgent = (await report(house, { danger: 'imminent' })).signalId;
    await house.wait(1);
    await asOwner(`create function refuse() returns trigger language plpgsql as $$ begin raise 'no more room'; end $$;
      create trigger refuse before insert on audit_leaf for each row execute function refuse()`);
  });

  test('a report is withheld, in words and without a word of it', async () => {
    const answer = await house.asAdvocate('GET', `/v1/signals/${quiet}`);
    expect(answer.statusCode, answer.body).toBe(503);
    expect(answer.json().code).toBe('not-on-record');
    expect(answer.body).not.toContain('papers');
  });
  test('a report of danger now opens all the same, and so do the queue that holds it, an open response and a duty page', async () => {
    // Somebody else than before, to whom all of it is new.
    const asSupervisor = (url: string) => house.call('GET', url, undefined, { 'alight-actor': supervisorId });
    for (const url of [`/v1/signals/${urgent}`, '/v1/queue', `/v1/responses/${responseId}`]) {
      const answer = await asSupervisor(url);
      expect(answer.statusCode, `${url}: ${answer.body}`).toBe(200);
    }
    // Half an hour later also what the responder saw is due to be put on record again.
    await house.wait(1);
    house.clock.moveTo(new Date(house.clock.now().getTime() + 1_860_000));
    expect((await duty()).statusCode).toBe(200);
    expect(await house.alight.spool.waits()).toBe(true);
    expect(house.log.lines.join()).not.toContain('papers');
  });
  test('the supervisor hears of it at once, and the log has it all once it takes entries again', async () => {
    const { alerts } = (await house.asAdvocate('GET', '/v1/alerts')).json();
    const about = alerts.filter(({ kind }: { kind: string }) => kind === 'audit-spooled');
    expect(about.length).toBeGreaterThan(0);
    // Told again while it goes on, and not with every answer.
    expect(about.length).toBeLessThanOrEqual(3);
    await asOwner('drop trigger refuse on audit_leaf');
    expect(await house.alight.spool.drain(house.database.db)).toBeGreaterThanOrEqual(5);
    const sights = await house.database.db
      .selectFrom('audit_shown')
      .select(['view', 'record_id'])
      .where('viewer_id', '=', supervisorId)
      .execute();
    expect(sights).toContainEqual({ view: 'signal', record_id: urgent });
    expect(sights).toContainEqual({ view: 'response', record_id: responseId });
    expect(await house.alight.spool.waits()).toBe(false);
  });
});
