/** A response: what was decided, told, answered, said by telephone, and how it ended; and what is passed on without one. */
import { advocateId, supervisorId } from '../house.ts';
import { nameOnList } from './casework.ts';
import type { Walk } from './walk.ts';

/** How many agencies are asked one after the other, at most. */
const roundsLimit = 12;

/** Links on the telephones of desks, the newest first. */
async function linksOf(walk: Walk): Promise<string[]> {
  const { messages } = await walk.api(null, '/sandbox/messages');
  return messages.flatMap(({ body }: { body: string }) => /\/p\/(\S+) or/.exec(body)?.[1] ?? []);
}

/** Which role a page has, of the response, by the code that its text says. */
async function responderOf(walk: Walk, token: string): Promise<{ session: string; role: string }> {
  const { session } = await walk.api(null, '/v1/pages/exchange', { token });
  const page = await walk.api(null, '/v1/pages/current', undefined, { authorization: `Bearer ${session}` });
  return { session, role: page.offer?.role ?? page.role ?? '' };
}

const inHour = async (walk: Walk) =>
  new Date((await walk.given.house.now()).getTime() + 3_600_000).toISOString();

const calls = async (walk: Walk): Promise<{ id: string }[]> => {
  const { voiceTasks } = await walk.api(advocateId, '/v1/voice-tasks');
  return voiceTasks.filter(({ doneAt }: { doneAt: string | null }) => doneAt === null);
};

async function telephone(walk: Walk): Promise<void> {
  const { words, given } = walk;
  const [byApi, byPage] = await calls(walk);
  await walk.api(advocateId, `/v1/voice-tasks/${byApi!.id}/complete`, {
    callTaker: words('Desk'),
    cadNumber: `N-${given.mark}`,
    result: 'confirmed',
  });
  if (!byPage) return;
  await walk.look(advocateId, '/console');
  await walk.send(advocateId, '/console', {
    do: 'call',
    id: byPage.id,
    callTaker: words('On the page, desk'),
    cadNumber: `P-${given.mark}`,
    result: 'confirmed',
  });
}

/** A call that stands open on a response's own page. */
async function onItsPage(walk: Walk, responseId: string): Promise<void> {
  const { words } = walk;
  const url = `/console/responses/${responseId}`;
  const id = /name="id" value="([0-9a-f-]{36})"/.exec(await walk.look(advocateId, url))?.[1];
  const call = { do: 'call', callTaker: words('On its page,'), cadNumber: words('CAD'), result: 'confirmed' };
  if (id) await walk.send(advocateId, url, { ...call, id });
  const pageId = /name="pageId" value="([0-9a-f-]{36})"/.exec(await walk.look(advocateId, url))?.[1];
  if (pageId) await walk.send(advocateId, url, { do: 'reissue', pageId });
}

/**
 * Every local agency says no, the state patrol comes, and a supervisor names it as the lead.
 * @param name by the API or on the page
 */
async function nameLead(
  walk: Walk,
  signalId: string,
  name: (responseId: string, order: { role: string; reason: string }) => Promise<unknown>,
): Promise<void> {
  const { words } = walk;
  const known = new Set(await linksOf(walk));
  const { responseId } = await walk.api(advocateId, '/v1/responses', {
    signalId,
    reason: words('Nobody local:'),
    secondStaffId: supervisorId,
  });
  for (let round = 0; round < roundsLimit; round++) {
    await walk.wait(1);
    const links = (await linksOf(walk)).filter((link) => !known.has(link));
    if (links.length === 0) break;
    for (const link of links) {
      known.add(link);
      const { session, role } = await responderOf(walk, link);
      const local = /local/.test(role);
      await walk.api(
        null,
        `/v1/pages/current/${local ? 'decline' : 'accept'}`,
        local ? { reason: words('No,') } : {},
        {
          authorization: `Bearer ${session}`,
        },
      );
    }
  }
  await walk.look(supervisorId, `/console/responses/${responseId}`);
  await name(responseId, { role: 'state-patrol', reason: words('Their sergeant agreed,') });
  await walk.look(supervisorId, `/console/responses/${responseId}`);
}

/** A lead is named, and the response ends as it should: by the API, and on the page. */
export async function nameLeads(walk: Walk, signals: { byApi: string; onPage: string }): Promise<void> {
  await nameLead(walk, signals.byApi, async (id, order) => {
    await walk.api(supervisorId, `/v1/responses/${id}/lead`, order);
    await walk.api(supervisorId, `/v1/responses/${id}/close`, {});
  });
  await nameLead(walk, signals.onPage, async (id, order) => {
    await walk.send(supervisorId, `/console/responses/${id}`, { do: 'lead', ...order });
    if (walk.given.train) await tellCarrier(walk, id, true);
    await walk.send(supervisorId, `/console/responses/${id}`, { do: 'close' });
  });
}

/** By the API, from the decision to the end; the lead agency comes, and has the carrier told. */
export async function respondByApi(walk: Walk, signalId: string): Promise<void> {
  const { words } = walk;
  const { responseId } = await walk.api(advocateId, '/v1/responses', {
    signalId,
    reason: words('Decided for'),
    description: words('Looks like'),
    secondStaffId: supervisorId,
  });
  await walk.wait(1);
  const links = await linksOf(walk);
  const sessions = [];
  for (const link of links) sessions.push((await responderOf(walk, link)).session);
  const on = (session: string, verb: string, body: object = {}) =>
    walk.api(null, `/v1/pages/current/${verb}`, body, { authorization: `Bearer ${session}` });
  for (const session of sessions) {
    await on(session, 'accept');
    await on(session, 'en-route', { etaAt: await inHour(walk) });
  }
  await walk.wait(1);
  if (walk.given.train) await tellCarrier(walk, responseId);
  await on(sessions[0]!, 'staged');
  await on(sessions.at(-1)!, 'decline', { reason: words('No,') });
  await walk.wait(60);
  await telephone(walk);
  await walk.api(advocateId, `/v1/responses/${responseId}`);
  await onItsPage(walk, responseId);
  await walk.send(advocateId, `/console/responses/${responseId}`, {
    do: 'do-not-tell',
    name: words('On its page, Aunt'),
    reason: words('On its page, she is theirs,'),
  });
  await walk.look(supervisorId, `/console/responses/${responseId}`);
  await walk.send(supervisorId, `/console/responses/${responseId}`, {
    do: 'take-back-do-not-tell',
    entryId: await nameOnList(walk, signalId),
    reason: words('On its page, another of her name,'),
  });
  await walk.api(advocateId, `/v1/responses/${responseId}/stand-down`, { reason: words('Over:') });
  await walk.wait(60);
}

async function tellCarrier(walk: Walk, responseId: string, onPage = false): Promise<void> {
  const { words } = walk;
  const page = await walk.look(advocateId, `/console/responses/${responseId}`);
  const carrier = /id="carrier"[\s\S]*?<option value="([0-9a-f-]{36})"/.exec(page)?.[1];
  if (!carrier)
    throw new Error(
      `no carrier can be told: ${/id="carrier"[\s\S]{0,900}/.exec(page)?.[0].replaceAll(/<[^>]*>/g, ' ')}`,
    );
  const order = { organizationId: carrier, decision: words('The sergeant:') };
  if (!onPage) return void (await walk.api(advocateId, `/v1/responses/${responseId}/carrier`, order));
  const url = `/console/responses/${responseId}`;
  await walk.send(advocateId, url, { do: 'carrier-read-back', ...order });
  await walk.send(advocateId, url, { do: 'carrier', ...order });
  await walk.look(advocateId, url);
}

/** On the pages: the desk decides, a responder answers on a telephone, and it is called off. */
export async function respondOnPages(walk: Walk, signalId: string): Promise<void> {
  const { words } = walk;
  const before = new Set(await linksOf(walk));
  await walk.look(advocateId, `/console/signals/${signalId}`);
  const decided = await walk.send(advocateId, `/console/signals/${signalId}`, {
    do: 'confirm',
    reason: words('On the page, decided for'),
    description: words('On the page, looks like'),
    secondStaffId: supervisorId,
  });
  const url = String(decided.headers['location']);
  await walk.wait(1);
  await walk.look(supervisorId, url);
  const links = (await linksOf(walk)).filter((token) => !before.has(token));
  for (const [n, link] of links.slice(0, 2).entries()) await answerOnPages(walk, link, n === 1);
  await walk.wait(60);
  await walk.look(supervisorId, url);
  await walk.send(supervisorId, url, { do: 'stand-down', reason: words('On the page, over:') });
  await walk.look(supervisorId, url);
  await walk.wait(60);
}

async function answerOnPages(walk: Walk, link: string, declines: boolean): Promise<void> {
  const { words } = walk;
  await walk.look(null, `/p/${link}`);
  const opened = await walk.send(null, `/p/${link}`, {});
  const cookie = String([opened.headers['set-cookie']].flat()[0]).split(';')[0]!;
  const portal = async (fields: Readonly<Record<string, string>>) => {
    await walk.send(null, '/portal', fields, { cookie });
    await walk.look(null, '/portal', { cookie });
  };
  await walk.look(null, '/portal', { cookie });
  await portal({ do: 'accept', minutes: '25' });
  await portal({ do: 'en-route', minutes: '20' });
  await portal(declines ? { do: 'decline', reason: words('On the page, no,') } : { do: 'staged' });
}

/** Passed on as information: on the page, and again; then by the API, with the agency on the list of who must not be told. */
export async function passOn(walk: Walk, byApi: string, onPage: string): Promise<void> {
  const { words, given } = walk;
  for (const signalId of [byApi, onPage]) {
    await walk.api(advocateId, `/v1/signals/${signalId}`);
    await walk.api(advocateId, `/v1/signals/${signalId}/settle-do-not-tell`, {
      reason: words('Nobody there,'),
    });
    if (given.train)
      await walk.api(advocateId, `/v1/signals/${signalId}/trip`, { ...given.train, stopId: 'KCY' });
  }
  await walk.wait(60);
  const here = `/console/signals/${onPage}`;
  const told = {
    reason: words('On the page, passed on:'),
    description: words('On the page, passed on, looks like'),
  };
  await walk.look(advocateId, here);
  await walk.send(advocateId, here, { do: 'pass-on', ...told });
  await walk.look(advocateId, here);
  await walk.wait(60);
  await walk.send(advocateId, here, { do: 'pass-on-again', ...told });
  await walk.look(advocateId, `${here}/known`);
  const [usual] = await given.rows<{ id: string }>(
    `select o.id from disclosure d join organization o on o.id = d.organization_id
     where d.signal_id = $1 and o.role = 'local-law-enforcement' order by o.id limit 1`,
    [onPage],
  );
  await walk.api(advocateId, `/v1/signals/${byApi}/do-not-tell`, {
    organizationId: usual!.id,
    reason: words('Her uncle works there,'),
  });
  await walk.api(advocateId, `/v1/signals/${byApi}/pass-on`, {
    reason: words('Passed on:'),
    description: words('Passed on, looks like'),
  });
  await walk.wait(60);
  await telephone(walk);
}
