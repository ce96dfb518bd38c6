/** What whoever runs this asks it: does the process answer, does the database, and is anything standing still. */
import { z } from 'zod';
import { type App, type Clock, countOverdue, type Db, type KeyService } from '../platform/index.ts';
import { areKeysAway } from './keys.ts';
import { databaseAnswers } from './store.ts';

/** Work this late means that pages may not be going out. */
const overdueGraceSeconds = 20;

export function registerHealth(app: App, db: Db, clock: Clock, keys: Pick<KeyService, 'keyId'>): void {
  const state = z.object({
    ok: z.boolean(),
    overdue: z.number().optional(),
    keys: z.enum(['here', 'away']).optional(),
  });
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
        description:
          'The database answers, and no page or timer is standing still. While the master keys are away it says so and stays ready: reports come in, and nothing that was written opens.',
        response: { 200: state, 503: state },
      },
    },
    async (_request, reply) => {
      try {
        await databaseAnswers(db);
        const overdue = await countOverdue(db, clock.now(), overdueGraceSeconds);
        return reply
          .code(overdue === 0 ? 200 : 503)
          .send({ ok: overdue === 0, overdue, keys: (await areKeysAway(keys)) ? 'away' : 'here' });
      } catch {
        return reply.code(503).send({ ok: false });
      }
    },
  );
}
