/** Accounts on the do-not-tell list that are none of the hotline's own floor: of an agency, and an auditor's. Source: docs/decisions/0029. */
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PlanView } from '../../src/responses/index.ts';
import { advocateId, type House, openHouse } from '../support/house.ts';
import { act, assessment, opened, report, train } from '../support/reports.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const why = 'Her uncle, she says.';
const deputy = '01900000-0000-7000-8000-0000000000d1';
const auditor = '01900000-0000-7000-8000-0000000000d2';
const hire = (id: string, name: string, role: string, organizationId: string | null) =>
  sql`insert into staff (id, name, role, organization_id) values (${id}::uuid, ${name}, ${role},
    coalesce(${organizationId}::uuid, (select organization_id from staff where id = ${advocateId}::uuid)))`.execute(
    house.database.db,
  );
async function ready(): Promise<string> {
  const { signalId } = await report(house, { door: 'tip', transit: { line: '311' } });
  await act(house, signalId, 'assess', assessment);
  await act(house, signalId, 'trip', { ...train, stopId: 'KCY' });
  return signalId;
}

describe('somebody of an agency', () => {
  test('whose name no telephone of theirs has is said to close none, and not to work here', async () => {
    const signalId = await ready();
    const plan = await house.asAdvocate('POST', '/v1/meeting-plans', { signalId });
    const { roles } = plan.json() as PlanView;
    const organizationId = roles.flatMap(({ candidates }) => candidates)[0]!.organizationId;
    await hire(deputy, 'Brooks, Imani', 'responder', organizationId);
    const listed = await act(house, signalId, 'do-not-tell', { staffId: deputy, reason: why });
    expect(listed.statusCode, listed.body).toBe(200);
    const { doNotTell, withheld } = await opened(house, signalId);
    expect(doNotTell.map((entry: { organizationId: string }) => entry.organizationId)).toEqual([
      organizationId,
    ]);
    expect(withheld.join(' ')).toContain('No telephone there has this name');
    const { who } = await house.alight.services
      .doNotTellOf({ staffId: advocateId }, signalId)
      .then(([first]) => first!);
    expect(who).toMatch(/^Brooks, Imani, .+ \(no telephone there has this name: nothing is held back/);
  });
});

describe('an auditor', () => {
  test('on the list of a report learns from nobody’s list of what they saw that there is such a report', async () => {
    await hire(auditor, 'Rowan Ash', 'auditor', null);
    const [hidden, other] = [await ready(), await ready()];
    for (const id of [hidden, other]) await opened(house, id);
    await house.asAdvocate('GET', '/v1/queue');
    const ask = (id: string, kind: 'person' | 'signal' = 'person') =>
      house.alight.services.whoSaw({ staffId: auditor }, { kind, id });
    expect(JSON.stringify(await ask(advocateId))).toContain(hidden);
    expect((await ask(hidden, 'signal')).sights.length).toBeGreaterThan(0);
    await act(house, hidden, 'do-not-tell', { staffId: auditor, reason: why });
    const said = JSON.stringify(await ask(advocateId));
    expect(said).not.toContain(hidden);
    expect(said, 'and the rest stands').toContain(other);
    expect((await ask(hidden, 'signal')).sights).toEqual([]);
  });
});
