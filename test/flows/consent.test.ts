/** The person's own word: given after the report came in, taken back, and decisive once a tip turns out to be theirs. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type House, openHouse, supervisorId } from '../support/house.ts';
import { act, assessment, opened, report, train } from '../support/reports.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const consent = {
  recipient: 'role:local-law-enforcement',
  items: ['place', 'time', 'vehicle', 'description', 'language'],
  purpose: 'so that police can meet her safely',
  until: '2026-05-01T00:00:00Z',
  confirmedHow: 'voice',
  byThePerson: true,
};

async function ready(body: Record<string, unknown>): Promise<string> {
  const { signalId } = await report(house, { transit: { line: '311' }, ...body });
  await opened(house, signalId);
  await act(house, signalId, 'ask-back', { text: 'Are you alone?' });
  await act(house, signalId, 'assess', assessment);
  await act(house, signalId, 'trip', { ...train, stopId: 'KCY' });
  return signalId;
}
const confirm = async (signalId: string) => {
  const answer = await house.asAdvocate('POST', '/v1/responses', {
    signalId,
    reason: 'Her own words and two behaviours.',
    secondStaffId: supervisorId,
  });
  expect(answer.statusCode, answer.body).toBe(201);
  await house.wait(1);
  return answer.json().responseId as string;
};
const disclosures = async (responseId: string) =>
  (await house.asAdvocate('GET', `/v1/responses/${responseId}`)).json().disclosures as {
    organizationName: string;
    basis: string;
    revokedAt: string | null;
  }[];

describe('a consent', () => {
  test.each<[string, object, string]>([
    ['somebody else gave', { byThePerson: false }, 'not-the-person'],
    ['has no end within a year', { until: '2028-01-01T00:00:00Z' }, 'until-invalid'],
    ['has ended already', { until: '2026-01-01T00:00:00Z' }, 'until-invalid'],
    ['names nobody we know', { recipient: 'the police' }, 'unknown-recipient'],
    ['names an invented role', { recipient: 'role:immigration' }, 'unknown-recipient'],
    [
      'names an invented organization',
      { recipient: '01900000-0000-7000-8000-00000000000a' },
      'unknown-organization',
    ],
  ])('that %s is not recorded', async (_why, change, code) => {
    const { signalId } = await report(house, { door: 'help' });
    expect((await act(house, signalId, 'release', { ...consent, ...change })).json().code).toBe(code);
    expect((await opened(house, signalId)).releases).toEqual([]);
  });

  test('in a language that nobody has reviewed is not informed', async () => {
    const { signalId } = await report(house, { door: 'help', language: 'es' });
    await act(house, signalId, 'release', consent);
    expect((await opened(house, signalId)).releases).toMatchObject([{ informed: false, withdrawn: false }]);
  });

  test('given after intake opens the help door for its recipient alone; taken back, it stops what it allowed', async () => {
    const signalId = await ready({ door: 'help' });
    await act(house, signalId, 'release', consent);
    await act(house, signalId, 'release', { ...consent, recipient: 'role:state-patrol' });
    const responseId = await confirm(signalId);
    const told = await disclosures(responseId);
    expect(told.length).toBe(2);
    expect(told.every(({ basis, revokedAt }) => basis === 'consent' && revokedAt === null)).toBe(true);
    const { releases } = await opened(house, signalId);
    const [police] = releases;
    expect((await act(house, signalId, 'withdraw-release', { releaseId: police.id })).statusCode).toBe(200);
    await house.wait(1);
    const after = await disclosures(responseId);
    expect(after.filter(({ revokedAt }) => revokedAt).length, 'police, and not the patrol').toBe(1);
    expect((await act(house, signalId, 'withdraw-release', { releaseId: police.id })).json().code).toBe(
      'unknown-release',
    );
  });
});

describe('a tip that is the person’s own', () => {
  test('moves to the help door for a reason, once and one way, and what stood on the tip stops', async () => {
    const signalId = await ready({ door: 'tip' });
    const responseId = await confirm(signalId);
    expect((await disclosures(responseId)).some(({ basis }) => basis === 'third-party-tip')).toBe(true);
    expect((await act(house, signalId, 'move-to-help', { reason: ' ' })).statusCode).toBe(400);
    const moved = await act(house, signalId, 'move-to-help', { reason: 'She wrote back: it is herself.' });
    expect(moved.statusCode).toBe(200);
    await house.wait(1);
    expect((await disclosures(responseId)).every(({ revokedAt }) => revokedAt !== null)).toBe(true);
    expect((await opened(house, signalId)).door).toBe('help');
    expect((await act(house, signalId, 'move-to-help', { reason: 'Again.' })).json().code).toBe(
      'already-help',
    );
  });
});
