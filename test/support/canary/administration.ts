/** Those who work here: roles, tokens, the floor and the log, on the pages of the demonstration. */
import { administratorId, supervisorId } from '../house.ts';
import type { Fields, Walk } from './walk.ts';

const hour = 3_600;
/** An advocate, and from here on a supervisor. */
export const colleague = '01900000-0000-7000-8000-000000000002';

export async function administer(walk: Walk, signalId: string): Promise<void> {
  const { given } = walk;
  const send = (who: string, url: string, fields: Fields) => walk.send(who, url, fields);
  await walk.look(administratorId, '/console/people');
  await send(administratorId, '/console/people', { do: 'role', id: colleague, role: 'supervisor' });
  await walk.look(supervisorId, '/console/keys');
  const [grant] = await given.rows<{ id: string }>('select id from role_grant order by id desc limit 1');
  await send(supervisorId, '/console/keys', { do: 'agree-role', id: grant!.id });
  await send(administratorId, '/console/people', { do: 'leave', id: colleague });
  await walk.look(administratorId, '/console/people');
  await send(administratorId, '/console/people', { do: 'come-back', id: colleague });
  await walk.look(administratorId, '/console/tokens');
  for (const act of ['agree-token', 'refuse-token']) {
    await walk.wait(1);
    await send(administratorId, '/console/tokens', {
      do: 'make-token',
      name: `Machine ${given.named}`,
      scopes: ['queue:read'],
      days: '90',
    });
    await walk.look(supervisorId, '/console/keys');
    const id = await walk.newest('service_token');
    await send(supervisorId, '/console/keys', { do: act, id });
    if (act === 'agree-token') await send(administratorId, '/console/tokens', { do: 'revoke-token', id });
  }
  await walk.look(administratorId, '/console/tokens');
  await walk.wait(hour);
  await walk.look(supervisorId, `/console/audit?kind=signal&id=${signalId}&since=&until=`);
  await walk.look(supervisorId, '/console/floods');
  await walk.look(supervisorId, '/console/board');
  await send(supervisorId, '/console', { do: 'act-as', staffId: supervisorId, back: '/console' });
  await walk.look(null, '/sign-in');
}
