/** An agency's own sign-in, there and back, as a browser does. */
import type { Accounts } from '../../../src/identity/accounts/index.ts';
import { operatorOrganizationId } from '../../../src/platform/index.ts';
import { inviteByTwo, Jar } from '../sign-in.ts';
import type { Walk } from './walk.ts';

const hopsLimit = 8;
const somebody = '01900000-0000-7000-8000-0000000000ad';

/** @param person whom the agency says that it is; it names them with the mark of names */
export async function comeFromAgency(walk: Walk, accounts: Accounts): Promise<void> {
  const { named, formOrigin } = walk.given;
  const person = `as-${named}`;
  const order = { name: `Agency ${named}`, email: `${person}@agency.example.org`, role: 'supervisor' };
  await inviteByTwo(accounts, { ...order, organizationId: operatorOrganizationId }, somebody);
  const [jar, theirs] = [new Jar(), new Jar()];
  const start = await walk.done('GET', `/sign-in/agency?to=/console/search`);
  jar.take([start.headers['set-cookie'] ?? []].flat() as string[]);
  let at = new URL(String(start.headers['location']));
  for (let hops = 0; at.origin !== formOrigin && hops < hopsLimit; hops++) {
    const answer = await fetch(at, {
      redirect: 'manual',
      headers: { cookie: theirs.headers.get('cookie') ?? '', 'agency-person': person },
    });
    theirs.take(answer.headers.getSetCookie());
    at = new URL(answer.headers.get('location')!, at);
  }
  const cookie = jar.headers.get('cookie') ?? '';
  const back = await walk.done('GET', at.pathname + at.search, undefined, { cookie });
  jar.take([back.headers['set-cookie'] ?? []].flat() as string[]);
  await walk.look(null, '/console', { cookie: jar.headers.get('cookie') ?? '' });
}
