/** What staff write while they work on a report: by the API, and on its page. */
import { advocateId, supervisorId } from '../house.ts';
import type { Walk } from './walk.ts';

const boundary = 'a-boundary-of-its-own';
const document = (walk: Walk): Buffer => {
  const { mark } = walk.given;
  return Buffer.from(
    `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${mark}.txt"\r\ncontent-type: text/plain\r\n\r\nMeet at ${mark}.\r\n--${boundary}--\r\n`,
  );
};
const multipart = { 'content-type': `multipart/form-data; boundary=${boundary}` };
const assessed = {
  observedBehaviours: ['papers-held', 'debt-owed'],
  strength: 'high',
  danger: 'soon',
  ageGroup: 'adult',
};
const dayMilliseconds = 86_400_000;

const someOrganization = async (walk: Walk): Promise<string> =>
  (
    await walk.given.rows<{ id: string }>(
      `select id from organization where role = 'child-protection' order by id limit 1`,
    )
  )[0]!.id;

const inDays = async (walk: Walk, days: number): Promise<Date> =>
  new Date((await walk.given.house.now()).getTime() + days * dayMilliseconds);

/** A report is read, assessed, placed and linked; who must not be told is written down and settled. */
export async function workByApi(walk: Walk, signalId: string): Promise<void> {
  const { words, given } = walk;
  const reason = words('Because of');
  const staff = (verb: string, body: object = {}) =>
    walk.api(advocateId, `/v1/signals/${signalId}/${verb}`, body);
  await walk.api(advocateId, '/v1/queue');
  await walk.api(advocateId, `/v1/signals/${signalId}`);
  await staff('assess', { ...assessed, ownWords: true, reason });
  await staff('do-not-tell', {
    organizationId: await someOrganization(walk),
    reason: words('Her uncle is there,'),
  });
  await staff('do-not-tell', { name: words('Uncle'), reason: words('He is theirs,') });
  await walk.api(supervisorId, `/v1/signals/${signalId}/take-back-do-not-tell`, {
    entryId: await nameOnList(walk, signalId),
    reason: words('Another of his name,'),
  });
  await staff('do-not-tell', { name: words('Uncle'), reason: words('He is theirs,') });
  await staff('settle-do-not-tell', { reason });
  if (given.train) await staff('trip', { ...given.train, stopId: 'KCY' });
  const release = {
    items: ['place'],
    until: (await inDays(walk, 10)).toISOString(),
    confirmedHow: 'voice',
    byThePerson: true,
  };
  await staff('release', { recipient: 'role:victim-advocate', purpose: words('For'), ...release });
  const added = await walk.done('POST', `/v1/signals/${signalId}/attachments`, document(walk), {
    'alight-actor': advocateId,
    ...multipart,
  });
  const list = `/v1/signals/${signalId}/attachments`;
  await walk.api(advocateId, list);
  await walk.done('GET', `${list}/${added.json().id}`, undefined, {
    'alight-actor': advocateId,
  });
  for (const text of [given.mark, words('816-555-0187'), `@${given.mark}`, `${given.mark}@example.org`])
    await walk.api(advocateId, '/v1/search', { text });
  await staff('code-elsewhere');
  await walk.api(advocateId, '/v1/meeting-plans', { signalId });
}

/** The entry of a report's list that is a name. */
export async function nameOnList(walk: Walk, signalId: string): Promise<string> {
  const { doNotTell } = await walk.api(advocateId, `/v1/signals/${signalId}`);
  return doNotTell.find(({ kind }: { kind: string }) => kind === 'name').id;
}

/** The same on the page of a report. */
export async function workOnPages(walk: Walk, signalId: string): Promise<void> {
  const { words, given } = walk;
  const here = `/console/signals/${signalId}`;
  const act = async (name: string, fields: Readonly<Record<string, string | readonly string[]>> = {}) => {
    await walk.send(advocateId, here, { do: name, ...fields });
    await walk.look(advocateId, here);
  };
  await walk.look(advocateId, '/console');
  await walk.look(advocateId, here);
  await act('ask', { text: words('On the page, asked:') });
  await act('assess', { ...assessed, ownWords: 'yes', reason: words('On the page, because of') });
  await act('find-trip', { line: `311`, date: given.train?.serviceDate ?? '' });
  await walk.ask('POST', here, new URLSearchParams({ do: 'find-trip', line: words('311'), date: '' }), {
    cookie: `alight_acting=${advocateId}`,
  });
  await act('place', {
    words: words('On the page, at'),
    coordinates: `${given.point.lat}, ${given.point.lon}`,
  });
  const organizationId = await someOrganization(walk);
  await act('do-not-tell', { organizationId, reason: words('On the page, her cousin,') });
  await act('do-not-tell', {
    name: words('On the page, Uncle'),
    reason: words('On the page, he is theirs,'),
  });
  await walk.look(supervisorId, here);
  await walk.send(supervisorId, here, {
    do: 'take-back-do-not-tell',
    entryId: await nameOnList(walk, signalId),
    reason: words('On the page, another of his name,'),
  });
  await act('settle-do-not-tell', { reason: words('On the page, settled:') });
  if (given.train)
    await act('trip', { trip: `${given.train.tripId}|${given.train.serviceDate}`, stopId: 'KCY' });
  await act('record-release', {
    recipient: 'role:victim-advocate',
    items: ['place', 'time'],
    purpose: words('On the page, for'),
    until: (await inDays(walk, 10)).toISOString().slice(0, 10),
    confirmedHow: 'voice',
    byThePerson: 'yes',
  });
  await act('withdraw-release', { releaseId: await walk.newest('release', signalId) });
  await act('elsewhere');
  await act('supervisor');
  await documents(walk, here, signalId);
  await walk.look(advocateId, `${here}/known`);
  await walk.look(advocateId, '/console/search');
  await walk.send(advocateId, '/console/search', { text: words('The van') });
  await walk.send(advocateId, '/console/search', { text: given.mark });
}

async function documents(walk: Walk, report: string, signalId: string): Promise<void> {
  const page = `${report}/documents`;
  const acting = { cookie: `alight_acting=${advocateId}`, origin: walk.given.formOrigin };
  await walk.look(advocateId, page);
  await walk.done('POST', page, document(walk), { ...acting, ...multipart });
  await walk.look(advocateId, page);
  await walk.done('GET', `${page}/${await walk.newest('attachment', signalId)}`, undefined, acting);
}

/** What has to be known before somebody is asked to come. */
export async function makeReady(walk: Walk, signalId: string, aboard: boolean): Promise<void> {
  const staff = (verb: string, body: object) => walk.api(advocateId, `/v1/signals/${signalId}/${verb}`, body);
  await walk.api(advocateId, `/v1/signals/${signalId}`);
  await staff('ask-back', { text: walk.words('Are you') });
  await staff('assess', { ...assessed, ownWords: true, reason: walk.words('Ready:') });
  await staff('settle-do-not-tell', { reason: walk.words('Nobody there,') });
  if (aboard && walk.given.train) await staff('trip', { ...walk.given.train, stopId: 'KCY' });
  else await placeByApi(walk, signalId);
}

/** Where it is, in words and numbers. */
export async function placeByApi(walk: Walk, signalId: string): Promise<void> {
  const { words, given } = walk;
  const place = { words: words('At'), point: given.point };
  await walk.api(advocateId, `/v1/signals/${signalId}/place`, place);
}

/** It was the person's own after all, and it ends. */
export async function moveAndClose(walk: Walk, ended: { byApi: string; byPages: string }): Promise<void> {
  const { words } = walk;
  await walk.api(advocateId, `/v1/signals/${ended.byApi}/move-to-help`, { reason: words('It is hers:') });
  const here = `/console/signals/${ended.byPages}`;
  await walk.send(advocateId, here, { do: 'move-to-help', reason: words('On the page, it is hers:') });
  await walk.api(advocateId, `/v1/signals/${ended.byApi}/close`, { reason: words('Closed:') });
  await walk.look(advocateId, here);
  await walk.send(advocateId, here, { do: 'close', reason: words('On the page, closed:') });
  await walk.look(advocateId, here);
}

/** A supervisor lets a text go at a time that was not called safe: by the API, and on the page. */
export async function textNow(walk: Walk, signalId: string): Promise<void> {
  const { words } = walk;
  await walk.api(supervisorId, `/v1/signals/${signalId}/text-now`, { reason: words('She called:') });
  const here = `/console/signals/${signalId}`;
  await walk.send(supervisorId, here, { do: 'text-now', whyNow: words('On the page, she called:') });
  await walk.look(supervisorId, here);
}

/** What is raised for supervisors, read and handled. */
export async function handleAlerts(walk: Walk): Promise<void> {
  const { alerts } = await walk.api(supervisorId, '/v1/alerts');
  await walk.api(supervisorId, `/v1/alerts/${alerts[0].id}/handle`, {});
  await walk.look(supervisorId, '/console');
  await walk.send(supervisorId, '/console', { do: 'alert', id: alerts[1].id });
}
