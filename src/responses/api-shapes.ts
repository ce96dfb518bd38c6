/** What the routes of responses need and share: who acts, and the shapes they read and answer with. */
import { z } from 'zod';
import type { Showing } from '../audit/index.ts';
import type { Clock, Realtime } from '../platform/index.ts';
import type { ResponsesDeps } from './ground.ts';

/** What the routes need besides. */
export interface ResponsesApiDeps extends ResponsesDeps {
  readonly clock: Clock;
  readonly realtime: Realtime;
  readonly showing: Showing;
}

export const exampleId = '01900000-0000-7000-8000-00000000000a';
export const exampleSupervisor = '01900000-0000-7000-8000-000000000003';
export const id = z.uuid();
export const words = z.string().trim().min(1).max(4000);
export const byId = z.object({ id });
export const done = z.object({ done: z.literal(true) });
export const free = z.record(z.string(), z.unknown());
export const tags = ['responses'];
