/** What the queue shows, as one answer: reports, alerts and calls of one moment. The page asks for it again while it stands open. */
import type { Acting, Services } from '../../src/main/serving/services.ts';
import { servicesContext } from '../context.ts';
import type { Route } from './+types/board';
import { whoActs } from './acting.ts';

/** How many entries come before the page: out of the address, and never below nothing. */
export const afterOf = (request: Request): number => {
  const text = new URL(request.url).searchParams.get('after') ?? '';
  return /^\d{1,6}$/.test(text) ? Number(text) : 0;
};

export async function boardOf(services: Services, acting: Acting, after = 0) {
  const page = await services.queue(acting, after);
  const { alerts, total: alertTotal } = await services.alerts(acting);
  const { tasks, moreOpen } = await services.voiceTasks(acting);
  return {
    queue: page.queue,
    /** How many reports are open in all, how many come before this page, and the newest unread ones that are not on it. */
    total: page.total,
    after: page.after,
    newest: page.newest,
    /** How many more are set aside as likely floods. */
    setAside: page.setAside,
    alerts,
    alertTotal,
    calls: tasks.filter((task) => !task.doneAt),
    /** How many calls stand open besides those. */
    moreCalls: moreOpen,
    now: services.now(),
    /** Our own telephone. */
    desk: services.instance.phone,
  };
}

export type Board = Awaited<ReturnType<typeof boardOf>>;
export type Alert = Board['alerts'][number];
export type Call = Board['calls'][number];
export type Entry = Board['queue'][number];

export async function loader({ request, context }: Route.LoaderArgs) {
  const services = context.get(servicesContext);
  const { acting } = await whoActs(request, context);
  const headers = { 'cache-control': 'no-store' };
  try {
    return Response.json(await boardOf(services, acting, afterOf(request)), { headers });
  } catch (error) {
    // Who enters the console and reads no queue has another desk, and no page that asks for this.
    const { title, detail, status } = services.problemOf(error);
    return Response.json({ title, detail }, { headers, status });
  }
}
