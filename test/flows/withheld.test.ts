/** The do-not-tell list itself: a unit on it, a name that nobody here has, and a list that is full. */
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type House, openHouse } from '../support/house.ts';
import { act, alertsOf, assessment, opened } from '../support/reports.ts';
import { candidates, order, why, withheldOf } from '../support/withheld.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const { ready, planOf, confirm, unitsOf, advocateOnCall, textsOf } = withheldOf(() => house);

describe('a unit on the list', () => {
  test('is not counted on, and the agency with its other units is', async () => {
    const signalId = await ready();
    const plan = await planOf(signalId);
    const agencies = await Promise.all(
      plan.roles.flatMap(({ candidates: all }) =>
        all.map(async ({ organizationId }) => ({ organizationId, units: await unitsOf(organizationId) })),
      ),
    );
    const several = agencies.find(({ units }) => units.length > 1);
    const single = agencies.find(({ units }) => units.length === 1)!;
    if (several) {
      await act(house, signalId, 'do-not-tell', { unitId: several.units[0], reason: why });
      const after = (await planOf(signalId)).roles.flatMap((role) => role.candidates);
      expect(after.some(({ organizationId }) => organizationId === several.organizationId)).toBe(true);
    }
    expect(
      (await act(house, signalId, 'do-not-tell', { unitId: single.units[0], reason: why })).statusCode,
    ).toBe(200);
    const role = (await planOf(signalId)).roles.find(({ excluded }) =>
      excluded.some(({ organizationId }) => organizationId === single.organizationId),
    );
    expect(
      role?.excluded.find(({ organizationId }) => organizationId === single.organizationId),
    ).toMatchObject({
      code: 'do-not-tell',
    });
    expect(role!.candidates.map(({ organizationId }) => organizationId)).not.toContain(single.organizationId);
  });

  test('that leaves none closes the agency, and in danger, when nobody confirms with a second person, a supervisor hears of it', async () => {
    const signalId = await ready();
    await act(house, signalId, 'assess', { ...assessment, danger: 'imminent' });
    const [organizationId] = candidates(await planOf(signalId), 'local-law-enforcement');
    for (const unitId of await unitsOf(organizationId!))
      await act(house, signalId, 'do-not-tell', { unitId, reason: why });
    const { secondStaffId: _nobody, ...alone } = order(signalId);
    const answer = await house.asAdvocate('POST', '/v1/responses', alone);
    expect(answer.statusCode, answer.body).toBe(201);
    const { roles } = (await house.asAdvocate('GET', `/v1/responses/${answer.json().responseId}`)).json();
    const asked = roles.flatMap((role: { asked: { organizationId: string }[] }) => role.asked);
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.map((page: { organizationId: string }) => page.organizationId)).not.toContain(
      organizationId,
    );
    const alert = (await alertsOf(house, signalId)).find(({ kind }) => kind === 'recipient-left-out');
    expect(alert?.words).toContain('The next with authority are.');
    expect(alert?.words).not.toContain(why);
  });

  test('with a telephone of its own is not asked at it', async () => {
    const signalId = await ready();
    const { organizationId, people } = await advocateOnCall(signalId);
    const [unitId] = await unitsOf(organizationId);
    const unit = unitId ?? '01900000-0000-7000-8000-0000000f0001';
    if (!unitId)
      await sql`insert into unit (id, organization_id, role, label, lon, lat, mobilise_minutes)
        values (${unit}, ${organizationId}, 'victim-advocate', 'Night van', -94.5, 39.1, 10)`.execute(
        house.database.db,
      );
    await sql`update contact set unit_id = ${unit} where id = ${people[0]!.id}`.execute(house.database.db);
    try {
      await act(house, signalId, 'do-not-tell', { unitId: unit, reason: why });
      const responseId = await confirm(signalId);
      await house.wait(200);
      expect((await textsOf(responseId)).map(({ address }) => address)).not.toContain(people[0]!.address);
    } finally {
      await sql`update contact set unit_id = null where id = ${people[0]!.id}`.execute(house.database.db);
    }
  });
});

describe('a name that nobody here has', () => {
  test('holds nothing back by itself, and is shown to whoever decides, and to the 911 centre as someone', async () => {
    const signalId = await ready();
    const name = 'Deputy Walter Quill';
    const plan = await planOf(signalId);
    expect((await act(house, signalId, 'do-not-tell', { name, reason: why })).statusCode).toBe(200);
    const after = await planOf(signalId);
    expect(candidates(after, 'local-law-enforcement')).toEqual(candidates(plan, 'local-law-enforcement'));
    const view = await opened(house, signalId);
    expect(view.withheld).toEqual([expect.stringContaining(`${name} must not be told`)]);
    await act(house, signalId, 'assess', { ...assessment, danger: 'imminent' });
    await house.wait(1);
    const { voiceTasks } = (await house.asAdvocate('GET', '/v1/voice-tasks')).json() as {
      voiceTasks: { kind: string; subjectId: string; script: string }[];
    };
    const call = voiceTasks.find((task) => task.kind === 'psap' && task.subjectId === signalId)!;
    expect(call.script).toContain('who must not be told');
    expect(call.script).not.toContain('Quill');
    const stored = await sql<{ name: Buffer }>`
      select name from do_not_tell d join case_signal c using (case_id) where c.signal_id = ${signalId}`.execute(
      house.database.db,
    );
    expect(stored.rows[0]!.name.toString('latin1')).not.toContain('Quill');
  });

  test('and nothing, two at once, or somebody unknown is refused in words', async () => {
    const signalId = await ready();
    const nobody = '01900000-0000-7000-8000-00000000000a';
    for (const body of [{}, { name: 'A. Quill', unitId: nobody }, { name: '   ' }])
      expect((await act(house, signalId, 'do-not-tell', { ...body, reason: why })).statusCode).toBe(400);
    for (const body of [{ unitId: nobody }, { contactId: nobody }, { staffId: nobody }]) {
      const answer = await act(house, signalId, 'do-not-tell', { ...body, reason: why });
      expect([answer.statusCode, answer.json().code]).toEqual([404, 'unknown-whom']);
    }
  });
});

describe('a list that is full', () => {
  test('takes nobody in and says so; a name stands once', async () => {
    const signalId = await ready();
    const [organizationId] = candidates(await planOf(signalId), 'local-law-enforcement');
    const name = { name: 'Walter Quill', reason: why };
    for (const one of [name, { ...name, name: ' walter  QUILL ' }])
      expect((await act(house, signalId, 'do-not-tell', one)).statusCode).toBe(200);
    const { doNotTell, caseId } = await opened(house, signalId);
    expect(doNotTell).toHaveLength(1);
    await sql`insert into do_not_tell (id, case_id, name, at, reason)
      select gen_random_uuid(), case_id, name, at, reason from do_not_tell, generate_series(1, 499)
      where case_id = ${caseId}`.execute(house.database.db);
    const full = await act(house, signalId, 'do-not-tell', { organizationId, reason: why });
    expect([full.statusCode, full.json().code]).toEqual([409, 'list-full']);
    const { rows } = await sql<{ total: number }>`
      select count(*)::int as total from do_not_tell where case_id = ${caseId}`.execute(house.database.db);
    expect(rows[0]!.total).toBe(500);
  });
});
