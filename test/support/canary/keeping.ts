/** Holds, destroying by two, court orders on their page, and broken glass. */
import { administratorId, supervisorId } from '../house.ts';
import type { Fields, Walk } from './walk.ts';

export async function keep(walk: Walk, byApi: string, onPages: string): Promise<void> {
  const { words } = walk;
  const signal = `/v1/signals/${byApi}`;
  await walk.api(supervisorId, `${signal}/hold`, {
    basis: 'court-order',
    reason: words('Case'),
    keepsNumber: true,
  });
  const holdId = await walk.newest('legal_hold', byApi);
  await walk.api(supervisorId, `${signal}/lift-hold`, { holdId });
  await walk.api(supervisorId, `${signal}/purge`, { cause: 'person-asked' });
  const { purges } = await walk.api(supervisorId, `${signal}/keeping`);
  await walk.api(administratorId, `/v1/purges/${purges[0].id}/approve`, {});
  await walk.api(supervisorId, `/v1/purges/${purges[0].id}/stop`, {});
  await walk.api(supervisorId, '/v1/purges');

  const page = `/console/signals/${onPages}/keeping`;
  const act = async (name: string, fields: Readonly<Record<string, string>>, who = supervisorId) => {
    await walk.send(who, page, { do: name, ...fields });
    await walk.look(who, page);
  };
  await walk.look(supervisorId, page);
  await act('hold', { basis: 'investigation', reason: words('On the page, case'), keepsNumber: 'yes' });
  await act('lift', { hold: await walk.newest('legal_hold', onPages) });
  await act('purge-ask', { cause: 'person-asked' });
  const purge = await walk.newest('purge', onPages);
  await walk.look(administratorId, page);
  await act('purge-agree', { purge }, administratorId);
  await act('purge-object', { purge });
  await walk.look(supervisorId, '/console/purges');
}

/** What a court orders is told: two supervisors, and then a person hands it over. */
export async function obeyCourt(walk: Walk, signalId: string, second: string): Promise<void> {
  const { words, given } = walk;
  const [organization] = await given.rows<{ id: string }>(
    `select id from organization where role = 'local-law-enforcement' order by id limit 1`,
  );
  const now = await given.house.now();
  const { courtOrderId } = await walk.api(supervisorId, `/v1/signals/${signalId}/court-orders`, {
    organizationId: organization!.id,
    items: ['place', 'time'],
    court: words('Circuit Court of'),
    number: given.mark,
    orderedOn: now.toISOString().slice(0, 10),
    words: words('To tell where she was seen,'),
    until: new Date(now.getTime() + 20 * 86_400_000).toISOString(),
  });
  await walk.api(second, `/v1/court-orders/${courtOrderId}/agree`, { counselRead: true });
  await walk.api(supervisorId, `/v1/court-orders/${courtOrderId}/handed-over`, {});
  await walk.api(supervisorId, `/v1/signals/${signalId}/court-orders`);
  await walk.look(supervisorId, `/console/signals/${signalId}/known`);
  await walk.api(supervisorId, `/v1/court-orders/${courtOrderId}/end`, {});
}

/** Somebody else agrees, who is not among the demonstration's people. */
const secondSupervisorId = '01900000-0000-7000-8000-0000000000f4';

/** A court order, recorded on its page, agreed to, handed over and ended. @param signalId of a report that may be told */
export async function orderOnPage(walk: Walk, signalId: string): Promise<void> {
  const { words } = walk;
  await walk.given.rows(
    `insert into staff (id, name, role) values ($1, 'Pat Reed (demo)', 'supervisor') on conflict do nothing`,
    [secondSupervisorId],
  );
  const [agency] = await walk.given.rows<{ name: string }>(
    `select name from organization where kind = 'agency' and demo order by name limit 1`,
  );
  const page = `/console/signals/${signalId}/orders`;
  const now = await walk.given.house.now();
  const dayOf = (days: number) => new Date(now.getTime() + days * 86_400_000).toISOString().slice(0, 10);
  const act = async (name: string, fields: Fields, who = supervisorId) => {
    await walk.send(who, page, { do: name, ...fields });
    await walk.look(who, page);
  };
  const record = {
    court: words('Circuit Court of'),
    number: words('26-CV'),
    orderedOn: dayOf(-1),
    recipient: agency!.name,
    items: ['place', 'time'],
    words: words('To tell where.'),
    until: dayOf(10),
  };
  await walk.look(supervisorId, page);
  await act('order', record);
  const order = await walk.newest('court_order', signalId);
  await act('order-agree', { order, counselRead: 'yes', despiteList: 'yes' }, secondSupervisorId);
  const reason = words('Not safe:');
  await walk.api(supervisorId, `/v1/court-orders/${order}/person-not-told`, { reason });
  await act('order-not-told', { order, reason });
  await act('order-handed-over', { order });
  await act('order-told', { order });
  await walk.wait(1);
  await act('order', record);
  await act('order-end', { order: await walk.newest('court_order', signalId) });
}

export async function breakGlass(walk: Walk, signalId: string): Promise<void> {
  const { words } = walk;
  const { glassId } = await walk.api(administratorId, '/v1/glasses', {
    signalId,
    reason: words('The court asks:'),
  });
  await walk.api(supervisorId, `/v1/glasses/${glassId}/grant`, {});
  await walk.api(administratorId, `/v1/glasses/${glassId}/report`);
  await walk.look(administratorId, `/console/glass?look=${glassId}`);
  await walk.api(supervisorId, `/v1/glasses/${glassId}/end`, {});
  await walk.look(administratorId, '/console/glass');
  await walk.wait(1);
  await walk.send(administratorId, '/console/glass', {
    do: 'glass-ask',
    signal: signalId,
    reason: words('On the page, the court asks:'),
  });
  await walk.look(supervisorId, '/console/glass');
  const glass = await walk.newest('break_glass');
  await walk.send(supervisorId, '/console/glass', { do: 'glass-grant', glass });
  await walk.look(administratorId, '/console/glass');
  await walk.send(administratorId, '/console/glass', { do: 'look', glass });
  await walk.send(supervisorId, '/console/glass', { do: 'glass-end', glass });
  await walk.api(supervisorId, '/v1/glasses');
}
