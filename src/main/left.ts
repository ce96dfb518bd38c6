/**
 * Somebody left by the way out. Their browser forgets the styles, scripts and map that it keeps of this site: beside pages that are never
 * kept (`no-store`) they are what shows that somebody was here. Not its history, which only they can erase. Source: security.md 15.
 */
import { z } from 'zod';
import type { App } from '../platform/index.ts';

/** `POST /v1/left`. Whoever works here and is signed in stays so: cookies are not touched. */
export function registerLeft(app: App): void {
  app.post(
    '/v1/left',
    {
      schema: {
        tags: ['operations'],
        description:
          'Asks the browser to forget the files that it keeps of this site (`Clear-Site-Data`). Asked by the way out; nothing is kept of it.',
        response: { 204: z.null() },
      },
    },
    async (_request, reply) => reply.header('clear-site-data', '"cache", "storage"').code(204).send(null),
  );
}
