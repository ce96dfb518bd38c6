/** What is learned while people are on their way: a consent, a child, another stop, whom not to tell; and what was never to be told. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openRows } from '../../src/platform/index.ts';
import { type House, openHouse, supervisorId } from '../support/house.ts';
import { act, alertsOf, assessment, opened, report, train } from '../support/reports.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

async function ready(body: Record<string, unknown>): Promise<string> {
  const { signalId } = await report(house, { transit: { line: '311' }, ...body });
  await opened(house, signalId);
  await act(house, signalId, 'ask-back', { text: 'Are you alone?' });
  await act(house, signalId, 'assess', assessment);
  await act(house, signalId, 'trip', { ...train, stopId: 'KCY' });
  return signalId;
}
async function confirm(signalId: string): Promise<string> {
  const order = { signalId, reason: 'Her own words and two behaviours.', secondStaffId: supervisorId };
  const answer = await house.asAdvocate('POST', '/v1/responses', order);
  expect(answer.statusCode, answer.body).toBe(201);
  await house.wait(1);
  return answer.json().responseId;
}
const asked = async (responseId: string): Promise<Record<string, number>> => {
  const { roles } = (await house.asAdvocate('GET', `/v1/responses/${responseId}`)).json() as {
    roles: { role: string; asked: unknown[] }[];
  };
  return Object.fromEntries(roles.map(({ role, asked: pages }) => [role, pages.length]));
};
const kindsOf = async (signalId: string) => (await alertsOf(house, signalId)).map(({ kind }) => kind);
const consent = (role: string) => ({
  recipient: `role:${role}`,
  items: ['place', 'time', 'vehicle', 'description', 'language'],
  purpose: 'so that they can meet her safely',
  until: '2026-05-01T00:00:00Z',
  confirmedHow: 'voice',
  byThePerson: true,
});

describe('while a response is open', () => {
  test('a consent given later opens the role that was closed, and asks it', async () => {
    const signalId = await ready({ door: 'help', relation: 'potential-victim' });
    await act(house, signalId, 'release', consent('local-law-enforcement'));
    const responseId = await confirm(signalId);
    expect(await asked(responseId)).toMatchObject({ 'local-law-enforcement': 1, 'victim-advocate': 0 });
    await act(house, signalId, 'release', consent('victim-advocate'));
    await house.wait(1);
    expect(await asked(responseId)).toMatchObject({ 'victim-advocate': 1, 'state-patrol': 0 });
  });

  test('danger now opens every role that the law then needs', async () => {
    const signalId = await ready({ door: 'help', relation: 'potential-victim' });
    await act(house, signalId, 'release', consent('local-law-enforcement'));
    const responseId = await confirm(signalId);
    await act(house, signalId, 'assess', { ...assessment, danger: 'imminent' });
    await house.wait(1);
    expect(await asked(responseId)).toMatchObject({ 'victim-advocate': 1, 'state-patrol': 1 });
  });

  test('an assessment that rests on looks brings nobody in, and a supervisor decides', async () => {
    const signalId = await ready({ door: 'tip' });
    const responseId = await confirm(signalId);
    const before = await asked(responseId);
    await act(house, signalId, 'assess', { ...assessment, ageGroup: 'minor', appearanceOnly: true });
    await house.wait(1);
    expect(await asked(responseId)).toEqual(before);
    expect(await kindsOf(signalId)).toContain('appearance-only');
  });

  test('another stop sends nobody elsewhere by itself, and a supervisor hears of it at once', async () => {
    const signalId = await ready({ door: 'tip' });
    await confirm(signalId);
    await act(house, signalId, 'trip', { ...train, stopId: 'SED' });
    await house.wait(1);
    const alert = (await alertsOf(house, signalId)).find(({ kind }) => kind === 'place-changed');
    expect(alert?.words).toMatch(/sent to Kansas City Union Station; now it is Sedalia/);
  });
});

describe('whom not to tell', () => {
  test('is said to the 911 centre, whoever wrote the list', async () => {
    const signalId = await ready({ door: 'tip' });
    const plan = (await house.asAdvocate('POST', '/v1/meeting-plans', { signalId })).json();
    await act(house, signalId, 'do-not-tell', {
      organizationId: plan.lead.organizationId,
      reason: 'She says that he has a friend there.',
    });
    await act(house, signalId, 'assess', { ...assessment, danger: 'imminent' });
    await house.wait(1);
    const { voiceTasks } = (await house.asAdvocate('GET', '/v1/voice-tasks')).json();
    const call = voiceTasks.find(
      (task: { kind: string; subjectId: string }) => task.kind === 'psap' && task.subjectId === signalId,
    );
    expect(call.script).toContain('who must not be told');
  });

  test('written after the call makes a person tell the centre', async () => {
    const signalId = await ready({ door: 'tip' });
    await act(house, signalId, 'assess', { ...assessment, danger: 'imminent' });
    await house.wait(1);
    const plan = (await house.asAdvocate('POST', '/v1/meeting-plans', { signalId })).json();
    await act(house, signalId, 'do-not-tell', {
      organizationId: plan.lead.organizationId,
      reason: 'She says that he has a friend there.',
    });
    await house.wait(1);
    expect(await kindsOf(signalId)).toContain('warn-911');
  });
});

describe('the words of a report', () => {
  const name = 'Maria Lopez';
  test('that are more than a number of a train or a car leave by no way', async () => {
    const signalId = await ready({
      door: 'tip',
      transit: { line: `train 311, ask for ${name}`, car: `next to ${name}` },
      appearance: `${name}, green coat`,
    });
    await act(house, signalId, 'pass-on', { reason: 'Seen twice; nobody is there now.' });
    await confirm(signalId);
    await act(house, signalId, 'assess', { ...assessment, danger: 'imminent' });
    await house.wait(300);
    const { db } = house.database;
    const written = [
      ...(await openRows(db, 'message', await db.selectFrom('message').selectAll().execute())),
      ...(await openRows(db, 'voice_task', await db.selectFrom('voice_task').selectAll().execute())),
      ...(await openRows(db, 'page', await db.selectFrom('page').selectAll().execute())),
      ...(await openRows(
        db,
        'sandbox_delivery',
        await db.selectFrom('sandbox_delivery').selectAll().execute(),
      )),
    ].map((row) => JSON.stringify(row));
    expect(written.length).toBeGreaterThan(5);
    expect(written.filter((words) => words.includes(name))).toEqual([]);
  });

  test('and a number of a car goes with the page', async () => {
    const signalId = await ready({ door: 'tip', transit: { line: 'Train 311', car: 'car 2' } });
    const responseId = await confirm(signalId);
    const { db } = house.database;
    const rows = await db.selectFrom('page').selectAll().where('response_id', '=', responseId).execute();
    const cars = (await openRows(db, 'page', rows)).map(({ detail }) => detail['car']);
    expect(cars).toContain('car 2');
  });
});
