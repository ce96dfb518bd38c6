/** What whoever runs this asks it: does the process answer, does the database, and is anything standing still. */
import { z } from 'zod';
import { type App, type Clock, countOverdue, type Db } from '../platform/index.ts';
import { databaseAnswers } from './store.ts';

/** Work this late means that pages may not be going out. */
const overdueGraceSeconds = 20;

export function registerHealth(app: App, db: Db, clock: Clock): void {
  const state = z.object({ ok: z.boolean(), overdue: z.number().optional() });
  app.get(
    '/healthz',
    { schema: { tags: ['operations'], description: 'The process answers.', response: { 200: state } } },
    async () => ({ ok: true }),
  );
  app.get(
    '/readyz',
    {
      schema: {
        tags: ['operations'],
        description: 'The database answers, and no page or timer is standing still.',
        response: { 200: state, 503: state },
      },
    },
    async (_request, reply) => {
      try {
        await databaseAnswers(db);
        const overdue = await countOverdue(db, clock.now(), overdueGraceSeconds);
        return reply.code(overdue === 0 ? 200 : 503).send({ ok: overdue === 0, overdue });
      } catch {
        return reply.code(503).send({ ok: false });
      }
    },
  );
}
