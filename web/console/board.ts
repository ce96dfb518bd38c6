/** What the queue shows, as one answer: reports, alerts and calls of one moment. The page asks for it again while it stands open. */
import type { Services } from '../../src/main/services.ts';
import { servicesContext } from '../context.ts';
import type { Route } from './+types/board';
import { whoActs } from './acting.ts';

export async function boardOf(services: Services) {
  return {
    queue: await services.queue(),
    alerts: await services.alerts(),
    calls: (await services.voiceTasks()).filter((task) => !task.doneAt),
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
  await whoActs(request, services);
  return Response.json(await boardOf(services), { headers: { 'cache-control': 'no-store' } });
}
