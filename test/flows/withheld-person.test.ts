/** A person of an agency on the do-not-tell list: who is asked instead, what ends at once, and what nobody reads of them. */
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type House, openHouse } from '../support/house.ts';
import { act, alertsOf } from '../support/reports.ts';
import { bearer, type Contact, candidates, why, withheldOf } from '../support/withheld.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const { ready, planOf, confirm, contactsOf, advocateOnCall, textsOf, pagesTo, exchange } = withheldOf(
  () => house,
);

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
