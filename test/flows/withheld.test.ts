/** The do-not-tell list names a unit, a person, or somebody of ours: who is asked instead, what ends at once, and what nobody can see. */
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { PlanView } from '../../src/responses/index.ts';
import { advocateId, type House, openHouse, supervisorId } from '../support/house.ts';
import { act, alertsOf, assessment, opened, report, train } from '../support/reports.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const why = 'Her uncle, she says.';
async function ready(body: Record<string, unknown> = {}): Promise<string> {
  const { signalId } = await report(house, { door: 'tip', transit: { line: '311' }, ...body });
  await opened(house, signalId);
  await act(house, signalId, 'ask-back', { text: 'Are you alone?' });
  await act(house, signalId, 'assess', assessment);
  await act(house, signalId, 'trip', { ...train, stopId: 'KCY' });
  return signalId;
}
const planOf = async (signalId: string): Promise<PlanView> =>
  (await house.asAdvocate('POST', '/v1/meeting-plans', { signalId })).json();
const order = (signalId: string) => ({
  signalId,
  reason: 'Her own words and two behaviours.',
  secondStaffId: supervisorId,
});
async function confirm(signalId: string): Promise<string> {
  const answer = await house.asAdvocate('POST', '/v1/responses', order(signalId));
  expect(answer.statusCode, answer.body).toBe(201);
  return answer.json().responseId;
}
const candidates = (plan: PlanView, role: string) =>
  plan.roles.find((one) => one.role === role)!.candidates.map(({ organizationId }) => organizationId);

interface Contact {
  readonly id: string;
  readonly name: string;
  readonly wire: string;
  readonly address: string;
  readonly is_desk: boolean;
}
const contactsOf = async (organizationId: string): Promise<Contact[]> =>
  (
    await sql<Contact>`select id, name, wire, address, is_desk from contact where organization_id = ${organizationId} order by priority`.execute(
      house.database.db,
    )
  ).rows;
const unitsOf = async (organizationId: string): Promise<string[]> =>
  (
    await sql<{ id: string }>`select id from unit where organization_id = ${organizationId}`.execute(
      house.database.db,
    )
  ).rows.map(({ id }) => id);
/** The provider whose people are asked to be there for her, and the first of them to be asked now. */
async function advocateOnCall(signalId: string) {
  const [organizationId] = candidates(await planOf(signalId), 'victim-advocate');
  const people = (await contactsOf(organizationId!)).filter(({ is_desk }) => !is_desk);
  expect(people.length, 'the provider has people').toBeGreaterThan(0);
  return { organizationId: organizationId!, people };
}
interface Text {
  readonly address: string;
  readonly body: string;
}
/** The texts of one response's pages: those of other tests' responses go on meanwhile. */
const textsOf = async (responseId: string): Promise<Text[]> => {
  const { roles } = (await house.asAdvocate('GET', `/v1/responses/${responseId}`)).json() as {
    roles: { asked: { code: string }[] }[];
  };
  const codes = roles.flatMap(({ asked }) => asked.map(({ code }) => code));
  const { messages } = (await house.call('GET', '/sandbox/messages')).json() as { messages: Text[] };
  return messages.filter(({ body }) => codes.some((code) => body.includes(`duty page ${code}`)));
};
const pagesTo = async (responseId: string, role: string) => {
  const { roles } = (await house.asAdvocate('GET', `/v1/responses/${responseId}`)).json() as {
    roles: { role: string; asked: { organizationId: string; code: string; state: string }[] }[];
  };
  return roles.find((one) => one.role === role)!.asked;
};
const tokenOf = ({ body }: Text) => /\/p\/([\w-]+)/.exec(body)![1]!;
const bearer = (session: string) => ({ authorization: `Bearer ${session}` });
const exchange = (text: Text) => house.call('POST', '/v1/pages/exchange', { token: tokenOf(text) });

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

describe('a person on the list', () => {
  let signalId: string;
  let organizationId: string;
  let people: Contact[];
  beforeEach(async () => {
    signalId = await ready();
    ({ organizationId, people } = await advocateOnCall(signalId));
  });
  /** Whom the provider asks first while nobody is on the list, and their text. */
  async function firstAsked() {
    const responseId = await confirm(signalId);
    await house.wait(1);
    const addresses = people.map(({ address }) => address);
    const text = (await textsOf(responseId)).find(({ address }) => addresses.includes(address))!;
    expect(text, 'somebody of the provider is asked').toBeDefined();
    const first = people.find(({ address }) => address === text.address)!;
    return { responseId, text, first };
  }

  test('is never asked, at none of their telephones, and the next of their organization is', async () => {
    for (const { id } of people.slice(0, 1))
      await act(house, signalId, 'do-not-tell', { contactId: id, reason: why });
    const responseId = await confirm(signalId);
    await house.wait(300);
    const sent = (await textsOf(responseId)).map(({ address }) => address);
    const { voiceTasks } = (await house.asAdvocate('GET', '/v1/voice-tasks')).json() as {
      voiceTasks: { phone: string; responseId: string | null }[];
    };
    const called = voiceTasks.filter((task) => task.responseId === responseId).map(({ phone }) => phone);
    const theirs = (await contactsOf(organizationId)).filter(({ name }) => name === people[0]!.name);
    for (const { address } of theirs) {
      expect(sent).not.toContain(address);
      expect(called).not.toContain(address);
    }
    expect((await pagesTo(responseId, 'victim-advocate')).map((one) => one.organizationId)).toContain(
      organizationId,
    );
  });

  test('whose text has left opens nothing by it, and a supervisor hears that they were asked', async () => {
    const { responseId, text, first } = await firstAsked();
    expect((await act(house, signalId, 'do-not-tell', { contactId: first.id, reason: why })).statusCode).toBe(
      200,
    );
    expect((await exchange(text)).json().code, 'at once, before anything else is done').toBe('link-ended');
    await house.wait(1);
    expect((await exchange(text)).statusCode).toBe(410);
    const alert = (await alertsOf(house, signalId)).find(({ kind }) => kind === 'listed-was-asked');
    expect(alert?.words).toContain('was asked before they were put on the list');
    expect(alert?.words, 'whoever reads it on a shared screen learns no name').not.toContain(first.name);
    const [page] = await pagesTo(responseId, 'victim-advocate');
    expect(page!.state, 'their colleagues go on').toBe('asked');
  });

  test('who has accepted is shown nothing more, stood down, and their organization is asked anew without them', async () => {
    const { responseId, text, first } = await firstAsked();
    const { session } = (await exchange(text)).json();
    await house.call('POST', '/v1/pages/current/accept', {}, bearer(session));
    const view = async () =>
      (await house.call('GET', '/v1/pages/current', undefined, bearer(session))).json();
    expect((await view()).detail).not.toBeNull();
    await act(house, signalId, 'do-not-tell', { contactId: first.id, reason: why });
    expect(await view()).toMatchObject({ state: 'released', offer: {}, detail: null });
    expect((await house.call('POST', '/v1/pages/current/staged', {}, bearer(session))).statusCode).toBe(409);
    await house.wait(2);
    expect((await house.call('GET', '/v1/pages/current', undefined, bearer(session))).statusCode).toBe(401);
    const asked = await pagesTo(responseId, 'victim-advocate');
    expect(asked[0]!.state).toBe('stood-down');
    expect(asked.length, 'and somebody is asked again').toBeGreaterThan(1);
    const later = (await textsOf(responseId)).filter(
      ({ address, body }) => address === first.address && body !== text.body,
    );
    expect(later, 'not by another text to them').toEqual([]);
    expect((await alertsOf(house, signalId)).map(({ kind }) => kind)).toContain('disclosure-revoked');
  });

  /** Two of the provider have opened the page, and the first of them has said yes. */
  async function bothOpenedOneAccepted() {
    const { responseId, text, first } = await firstAsked();
    const addresses = people.map(({ address }) => address);
    const links = async () =>
      (await textsOf(responseId)).filter(
        ({ address, body }) => addresses.includes(address) && address !== first.address && /\/p\//.test(body),
      );
    for (let round = 0; round < 20 && !(await links()).length; round++) await house.wait(30);
    const other = (await links())[0]!;
    expect(other, 'a second person of the provider is asked').toBeDefined();
    const [{ session }, opened] = [(await exchange(text)).json(), await exchange(other)];
    expect(opened.statusCode).toBe(200);
    const yes = await house.call('POST', '/v1/pages/current/accept', {}, bearer(session));
    expect(yes.statusCode, yes.body).toBeLessThan(300);
    return { responseId, first, second: people.find(({ address }) => address === other.address)! };
  }

  test('who said yes is asked for anew, also where a colleague had merely opened the page', async () => {
    const { responseId, first } = await bothOpenedOneAccepted();
    await act(house, signalId, 'do-not-tell', { contactId: first.id, reason: why });
    await house.wait(2);
    const asked = await pagesTo(responseId, 'victim-advocate');
    expect(asked[0]!.state).toBe('stood-down');
    expect(asked.length, 'and somebody is asked again').toBeGreaterThan(1);
  });

  test('who had merely opened the page leaves whoever said yes on the way, and the alert says what they could see', async () => {
    const { responseId, second } = await bothOpenedOneAccepted();
    await act(house, signalId, 'do-not-tell', { contactId: second.id, reason: why });
    await house.wait(2);
    const asked = await pagesTo(responseId, 'victim-advocate');
    expect(asked.map(({ state }) => state)).toEqual(['acknowledged']);
    const alert = (await alertsOf(house, signalId)).find(({ kind }) => kind === 'listed-was-asked');
    expect(alert?.words).toMatch(/where to meet/);
  });

  test('beside all their colleagues closes the organization: the next is asked', async () => {
    for (const { id, is_desk } of await contactsOf(organizationId))
      if (is_desk)
        await act(house, signalId, 'do-not-tell', { contactId: id, reason: why }).then((answer) =>
          expect(answer.json().code).toBe('not-a-person'),
        );
    const desks = (await contactsOf(organizationId)).filter(({ is_desk }) => is_desk);
    await sql`update contact set is_desk = false where organization_id = ${organizationId}`.execute(
      house.database.db,
    );
    try {
      for (const { id } of await contactsOf(organizationId))
        await act(house, signalId, 'do-not-tell', { contactId: id, reason: why });
      const plan = await planOf(signalId);
      expect(candidates(plan, 'victim-advocate')).not.toContain(organizationId);
      const left = plan.roles.find(({ role }) => role === 'victim-advocate')!.excluded;
      expect(left.find((one) => one.organizationId === organizationId)?.reason).toContain(
        'Everybody who could be asked there',
      );
    } finally {
      for (const { id } of desks)
        await sql`update contact set is_desk = true where id = ${id}`.execute(house.database.db);
    }
  });

  test('is said to nobody by name: the others read that there is someone', async () => {
    const { responseId } = await firstAsked();
    await act(house, signalId, 'do-not-tell', { contactId: people[0]!.id, reason: why });
    await house.wait(1);
    const text = (await textsOf(responseId)).find(
      ({ address, body }) => /\/p\//.test(body) && !people.some((one) => one.address === address),
    )!;
    const { session } = (await exchange(text)).json();
    const shown = (await house.call('GET', '/v1/pages/current', undefined, bearer(session))).json();
    expect(shown.offer.card.join(' ')).toContain(
      'There is someone, perhaps an agency, who must not be told.',
    );
    for (const word of [people[0]!.name, why]) expect(JSON.stringify(shown)).not.toContain(word);
    const view = (await house.asAdvocate('GET', `/v1/responses/${responseId}`)).json();
    expect(view.withheld.join(' ')).toContain(people[0]!.name);
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

describe('somebody who works here, on the list', () => {
  const colleague = '01900000-0000-7000-8000-000000000002';
  const absent = '01900000-0000-7000-8000-00000000000a';
  const secondSupervisor = '01900000-0000-7000-8000-0000000000b6';
  const hireSecondSupervisor = () =>
    sql`insert into staff (id, name, role) values (${secondSupervisor}, 'Ines Morel (demo)', 'supervisor')
      on conflict (id) do update set active = true`.execute(house.database.db);
  const confirmAs = async (staffId: string, signalId: string) =>
    (await as(staffId, 'POST', '/v1/responses', { ...order(signalId), secondStaffId: staffId })).json() as {
      code: string;
    };
  const as = (staffId: string, method: 'GET' | 'POST', url: string, body?: unknown) =>
    house.call(method, url, body, { 'alight-actor': staffId });

  test('sees nothing of the report from then on: it looks like one that is not there', async () => {
    const signalId = await ready();
    const responseId = await confirm(signalId);
    await house.wait(1);
    expect((await as(colleague, 'GET', `/v1/signals/${signalId}`)).statusCode).toBe(200);
    expect((await act(house, signalId, 'do-not-tell', { staffId: colleague, reason: why })).statusCode).toBe(
      200,
    );
    await house.wait(1);
    for (const url of ['/v1/signals/ID', '/v1/signals/ID/attachments', '/v1/signals/ID/keeping']) {
      const [hidden, none] = [
        await as(colleague, 'GET', url.replace('ID', signalId)),
        await as(colleague, 'GET', url.replace('ID', absent)),
      ];
      expect([url, hidden.statusCode, hidden.json().code]).toEqual([url, none.statusCode, none.json().code]);
      expect(hidden.statusCode).toBe(404);
    }
    expect((await as(colleague, 'GET', `/v1/responses/${responseId}`)).statusCode).toBe(404);
    expect(
      (await as(colleague, 'POST', `/v1/signals/${signalId}/ask-back`, { text: 'Hello?' })).statusCode,
    ).toBe(404);
    for (const url of ['/v1/queue', '/v1/alerts', '/v1/voice-tasks']) {
      const answer = await as(colleague, 'GET', url);
      expect(answer.statusCode, url).toBe(200);
      expect(answer.body, url).not.toContain(signalId);
    }
    expect((await house.asAdvocate('GET', '/v1/queue')).body, 'and the others see it').toContain(signalId);
  });

  test('is not the one it is confirmed with, and a supervisor who is not is asked to take it up', async () => {
    await hireSecondSupervisor();
    const signalId = await ready();
    await act(house, signalId, 'do-not-tell', { staffId: supervisorId, reason: why });
    await house.wait(1);
    const answer = await house.asAdvocate('POST', '/v1/responses', order(signalId));
    expect([answer.statusCode, answer.json().code]).toEqual([409, 'colleague-listed']);
    const alert = (await alertsOf(house, signalId)).find(({ kind }) => kind === 'colleague-listed');
    expect(alert?.words).toContain('does not see it from now on');
    expect(alert?.words).not.toContain('Ortiz');
    expect((await as(supervisorId, 'GET', '/v1/alerts')).body).not.toContain(signalId);
    expect((await confirmAs(supervisorId, signalId)).code, 'they do not learn that there is a list').toBe(
      (await confirmAs(supervisorId, absent)).code,
    );
  });

  test('is never the last supervisor who would see it, and once there is another, is listed', async () => {
    await sql`update staff set active = false where id = ${secondSupervisor}`.execute(house.database.db);
    const signalId = await ready();
    const last = await act(house, signalId, 'do-not-tell', { staffId: supervisorId, reason: why });
    expect([last.statusCode, last.json().code]).toEqual([409, 'no-supervisor-left']);
    expect((await as(supervisorId, 'GET', `/v1/signals/${signalId}`)).statusCode).toBe(200);
    expect((await opened(house, signalId)).doNotTell).toEqual([]);
    await hireSecondSupervisor();
    expect(
      (await act(house, signalId, 'do-not-tell', { staffId: supervisorId, reason: why })).statusCode,
    ).toBe(200);
    const both = await act(house, signalId, 'do-not-tell', { staffId: secondSupervisor, reason: why });
    expect(both.json().code).toBe('no-supervisor-left');
  });

  test('is taken off again by a supervisor with a reason, and sees it again; what the report names is open again', async () => {
    const signalId = await ready({ doNotTell: 'My uncle, a deputy.' });
    await act(house, signalId, 'do-not-tell', { staffId: colleague, reason: why });
    await act(house, signalId, 'settle-do-not-tell', { reason: 'It is them.' });
    const [entry] = (await opened(house, signalId)).doNotTell;
    const takeBack = (staffId: string, body: object) =>
      as(staffId, 'POST', `/v1/signals/${signalId}/take-back-do-not-tell`, body);
    const order = { entryId: entry!.id, reason: 'Another of the same name.' };
    expect((await takeBack(advocateId, order)).statusCode, 'no advocate').toBe(404);
    expect((await takeBack(supervisorId, { ...order, reason: ' ' })).statusCode).toBe(400);
    expect((await as(colleague, 'GET', `/v1/signals/${signalId}`)).statusCode).toBe(404);
    const done = await takeBack(supervisorId, order);
    expect(done.statusCode, done.body).toBe(200);
    expect((await takeBack(supervisorId, order)).json().code, 'once').toBe('unknown-entry');
    expect((await as(colleague, 'GET', `/v1/signals/${signalId}`)).statusCode).toBe(200);
    const view = await opened(house, signalId);
    expect([view.doNotTell, view.doNotTellSettled]).toEqual([[], false]);
    const { rows } = await sql<{ action: string; detail: string }>`
      select action, detail::text from audit_leaf where action = 'do-not-tell-taken-back' and detail::text like ${`%${entry!.id}%`}`.execute(
      house.database.db,
    );
    expect(rows).toHaveLength(1);
    const again = await act(house, signalId, 'do-not-tell', { staffId: colleague, reason: why });
    expect(again.statusCode, 'and can be listed again').toBe(200);
    expect((await as(colleague, 'GET', `/v1/signals/${signalId}`)).statusCode).toBe(404);
  });

  test('is nobody’s outside the house to hear of: no page says that there is someone, and 911 is not called back', async () => {
    const signalId = await ready();
    // Two assessments of one instant have no order.
    await house.wait(1);
    await act(house, signalId, 'assess', { ...assessment, danger: 'imminent' });
    await house.wait(1);
    await act(house, signalId, 'do-not-tell', { staffId: colleague, reason: why });
    const responseId = await confirm(signalId);
    await house.wait(1);
    expect((await alertsOf(house, signalId)).map(({ kind }) => kind)).not.toContain('warn-911');
    const text = (await textsOf(responseId)).find(({ body }) => /\/p\//.test(body))!;
    const { session } = (await exchange(text)).json();
    const seen = async () =>
      (await house.call('GET', '/v1/pages/current', undefined, bearer(session))).json().offer.card.join(' ');
    const someone = 'There is someone, perhaps an agency, who must not be told.';
    expect(await seen()).not.toContain(someone);
    await act(house, signalId, 'do-not-tell', { name: 'Walter Quill', reason: why });
    await house.wait(1);
    expect(await seen(), 'somebody else is').toContain(someone);
    expect((await alertsOf(house, signalId)).map(({ kind }) => kind)).toContain('warn-911');
  });

  test('who lists themselves loses it in that moment, and it stays with the others', async () => {
    const signalId = await ready();
    const answer = await act(house, signalId, 'do-not-tell', { staffId: advocateId, reason: 'I know them.' });
    expect(answer.statusCode).toBe(200);
    expect((await house.asAdvocate('GET', `/v1/signals/${signalId}`)).statusCode).toBe(404);
    expect((await as(colleague, 'GET', `/v1/signals/${signalId}`)).statusCode).toBe(200);
  });

  test('who is a supervisor reads of it in nobody’s list of what they saw and did', async () => {
    const [hidden, other] = [await ready(), await ready()];
    const hiddenResponse = await confirm(hidden);
    await confirm(other);
    await house.wait(1);
    await opened(house, hidden);
    for (const url of ['/v1/queue', '/v1/alerts', '/v1/voice-tasks', `/v1/responses/${hiddenResponse}`])
      await house.asAdvocate('GET', url);
    const ask = (id: string, kind: 'person' | 'signal' = 'person') =>
      house.alight.services.whoSaw({ staffId: supervisorId }, { kind, id });
    const before = JSON.stringify(await ask(advocateId));
    expect(before).toContain(hidden);
    expect(before).toContain(hiddenResponse);
    // The last supervisor is never listed.
    await sql`insert into staff (id, name, role) values (${'01900000-0000-7000-8000-0000000000f5'}, 'Pat Reed (demo)', 'supervisor') on conflict do nothing`.execute(
      house.database.db,
    );
    await act(house, hidden, 'do-not-tell', { staffId: supervisorId, reason: why });
    const { sights } = await ask(advocateId);
    const { rows } = await sql<{ id: string }>`
      select id::text from signal where id = ${hidden}
      union select case_id::text from case_signal where signal_id = ${hidden}
      union select id::text from response where signal_id = ${hidden}
      union select id::text from disclosure where signal_id = ${hidden}
      union select id::text from page where response_id = ${hiddenResponse}
      union select id::text from voice_task where record_id = ${hidden}
      union select id::text from supervisor_alert where record_id = ${hidden}`.execute(house.database.db);
    expect(rows.length).toBeGreaterThan(6);
    const said = JSON.stringify(sights);
    for (const { id } of rows) expect(said).not.toContain(id);
    expect(said, 'and the rest stands').toContain(other);
    const queue = sights.find(({ view }) => view === 'queue')!;
    expect(queue.recordIds, 'a list of several is shown without it').toContain(other);
    expect(queue.recordCount).toBe(queue.recordIds.length);
    expect((await ask(hiddenResponse, 'signal')).sights, 'asked about by the id of its response').toEqual([]);
  });
});
