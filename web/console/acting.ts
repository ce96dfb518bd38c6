/**
 * Who acts, as the door found out; in the demonstration chosen by name, in a cookie of the console. Beside it a
 * short-lived one: what was done last, said once on the next page.
 */
import { type RouterContextProvider, redirect } from 'react-router';
import type { FloorView } from '../../src/hotline/index.ts';
import { may } from '../../src/identity/core/index.ts';
import type { Services } from '../../src/main/serving/services.ts';
import { actingContext, servicesContext } from '../context.ts';
import { type Done, doneIn } from './done.ts';

const actingName = 'alight_acting';
const doneName = 'alight_done';
const doneSeconds = 60;

const cookie = (name: string, value: string, ageSeconds?: number): string =>
  `${name}=${value}; Path=/console; HttpOnly; SameSite=Strict${ageSeconds === undefined ? '' : `; Max-Age=${ageSeconds}`}`;

const read = (request: Request, name: string, pattern: string): string | undefined =>
  new RegExp(`(?:^|; )${name}=(${pattern})(?:;|$)`).exec(request.headers.get('cookie') ?? '')?.[1];

export const actingCookie = (staffId: string): string => cookie(actingName, staffId);
/** Goes on to a page that says once what was done. */
export const saved = (to: string, what: string, now: Date): Response =>
  redirect(to, { headers: { 'set-cookie': cookie(doneName, `${what}.${now.getTime()}`, doneSeconds) } });

/** What the header of every console page shows. */
export interface Floor {
  readonly everyone: Awaited<ReturnType<Services['staff']>>;
  readonly me: Awaited<ReturnType<Services['me']>>;
  readonly now: Date;
  /** When they last showed their key; null in the demonstration. */
  readonly keyShownAt: Date | null;
  /** Where they stand on the floor; null for who takes no chats. */
  readonly chats: FloorView | null;
  readonly done: Done | null;
  /** The master keys are away: reports come in and stay closed. */
  readonly keysAway: boolean;
}

/**
 * The member of staff who acts. `headers` go out with the page, so that what was done is said once and not again on the next look.
 */
export async function whoActs(request: Request, context: Readonly<RouterContextProvider>) {
  const services = context.get(servicesContext);
  const acting = context.get(actingContext);
  // The door lets nobody through to a page of the console who is not somebody.
  if (!acting) throw new Error('nobody was let in');
  const [everyone, me, keysAway] = await Promise.all([
    services.staff(acting),
    services.me(acting),
    services.keysAway(),
  ]);
  const now = services.now();
  const done = read(request, doneName, '[a-z-]{1,30}\\.\\d{1,16}');
  const floor: Floor = {
    everyone,
    me,
    now,
    keyShownAt: acting.authenticatedAt ?? null,
    chats: may(me.role, 'reports:work') ? await services.floor(acting) : null,
    done: done ? doneIn(done) : null,
    keysAway,
  };
  return {
    everyone,
    me,
    acting,
    floor,
    headers: { headers: done ? { 'set-cookie': cookie(doneName, '', 0) } : {} },
  };
}
