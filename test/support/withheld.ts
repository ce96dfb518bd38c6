/** A report that a response can be confirmed for, and whom its pages ask: for flow tests of the do-not-tell list. */
import { sql } from 'kysely';
import { expect } from 'vitest';
import type { PlanView } from '../../src/responses/index.ts';
import { type House, supervisorId } from './house.ts';
import { act, assessment, opened, report, train } from './reports.ts';

export const why = 'Her uncle, she says.';
export const order = (signalId: string) => ({
  signalId,
  reason: 'Her own words and two behaviours.',
  secondStaffId: supervisorId,
});
export const candidates = (plan: PlanView, role: string) =>
  plan.roles.find((one) => one.role === role)!.candidates.map(({ organizationId }) => organizationId);

export interface Contact {
  readonly id: string;
  readonly name: string;
  readonly wire: string;
  readonly address: string;
  readonly is_desk: boolean;
}
interface Text {
  readonly address: string;
  readonly body: string;
}
const tokenOf = ({ body }: Text) => /\/p\/([\w-]+)/.exec(body)![1]!;
export const bearer = (session: string) => ({ authorization: `Bearer ${session}` });

/** @param house asked for at each act: it may be opened after this */
export function withheldOf(house: () => House) {
  /** A report with everything that a response needs. */
  async function ready(body: Record<string, unknown> = {}): Promise<string> {
    const { signalId } = await report(house(), { door: 'tip', transit: { line: '311' }, ...body });
    await opened(house(), signalId);
    await act(house(), signalId, 'ask-back', { text: 'Are you alone?' });
    await act(house(), signalId, 'assess', assessment);
    await act(house(), signalId, 'trip', { ...train, stopId: 'KCY' });
    return signalId;
  }
  const planOf = async (signalId: string): Promise<PlanView> =>
    (await house().asAdvocate('POST', '/v1/meeting-plans', { signalId })).json();
  /** Confirms a response to it, and says which. */
  async function confirm(signalId: string): Promise<string> {
    const answer = await house().asAdvocate('POST', '/v1/responses', order(signalId));
    expect(answer.statusCode, answer.body).toBe(201);
    return answer.json().responseId;
  }
  const contactsOf = async (organizationId: string): Promise<Contact[]> =>
    (
      await sql<Contact>`select id, name, wire, address, is_desk from contact where organization_id = ${organizationId} order by priority`.execute(
        house().database.db,
      )
    ).rows;
  const unitsOf = async (organizationId: string): Promise<string[]> =>
    (
      await sql<{ id: string }>`select id from unit where organization_id = ${organizationId}`.execute(
        house().database.db,
      )
    ).rows.map(({ id }) => id);
  /** The provider whose people are asked to be there for her, and the first of them to be asked now. */
  async function advocateOnCall(signalId: string) {
    const [organizationId] = candidates(await planOf(signalId), 'victim-advocate');
    const people = (await contactsOf(organizationId!)).filter(({ is_desk }) => !is_desk);
    expect(people.length, 'the provider has people').toBeGreaterThan(0);
    return { organizationId: organizationId!, people };
  }
  /** The texts of one response's pages: those of other tests' responses go on meanwhile. */
  const textsOf = async (responseId: string): Promise<Text[]> => {
    const { roles } = (await house().asAdvocate('GET', `/v1/responses/${responseId}`)).json() as {
      roles: { asked: { code: string }[] }[];
    };
    const codes = roles.flatMap(({ asked }) => asked.map(({ code }) => code));
    const { messages } = (await house().call('GET', '/sandbox/messages')).json() as { messages: Text[] };
    return messages.filter(({ body }) => codes.some((code) => body.includes(`duty page ${code}`)));
  };
  const pagesTo = async (responseId: string, role: string) => {
    const { roles } = (await house().asAdvocate('GET', `/v1/responses/${responseId}`)).json() as {
      roles: { role: string; asked: { organizationId: string; code: string; state: string }[] }[];
    };
    return roles.find((one) => one.role === role)!.asked;
  };
  /** Opens the link of a text. */
  const exchange = (text: Text) => house().call('POST', '/v1/pages/exchange', { token: tokenOf(text) });
  return {
    ready,
    planOf,
    confirm,
    contactsOf,
    unitsOf,
    advocateOnCall,
    textsOf,
    pagesTo,
    exchange,
  };
}
