/** Reports and dialogues over HTTP. The code travels in bodies, never in an address. */
import { z } from 'zod';
import { type App, type Clock, type Db, plainText } from '../platform/index.ts';
import type { Codes } from './codes.ts';
import { receiveSignal } from './commands.ts';
import { deleteByCode, openDialogue, writeByCode } from './dialogue.ts';
import type { Floods } from './floods/index.ts';
import { signalInput } from './input.ts';

export interface SignalsApiDeps {
  readonly db: Db;
  readonly clock: Clock;
  readonly codes: Codes;
  readonly floods: Floods;
}

const code = z.string().min(1).max(200);
const exampleCode = '0000 0000 0000 0000 0000 0';
const view = z.object({
  status: z.enum(['received', 'read', 'closed', 'acted-on']),
  text: z.string(),
  messages: z.array(z.object({ from: z.enum(['you', 'us']), text: z.string() })),
});

export function registerSignalsApi(app: App, { db, clock, codes, floods }: SignalsApiDeps): void {
  app.post(
    '/v1/signals',
    {
      schema: {
        tags: ['signals'],
        description:
          'A report. 201 only when it is durable. With the header Idempotency-Key a repetition gives the same receipt.',
        headers: z.object({ 'idempotency-key': z.string().max(200).optional() }).loose(),
        body: signalInput,
        response: { 201: z.object({ receipt: z.string(), notice: z.string() }) },
      },
    },
    async (request, reply) => {
      const { receipt, notice } = await receiveSignal(
        { db, codes, floods },
        request.body,
        request.headers['idempotency-key'],
        clock.now(),
      );
      return reply.code(201).send({ receipt, notice });
    },
  );
  app.post(
    '/v1/dialogue/open',
    {
      schema: {
        tags: ['dialogue'],
        description: 'What a code opens: a fixed status and the messages.',
        body: z.object({ code }).meta({ examples: [{ code: exampleCode }] }),
        response: { 200: view },
      },
    },
    async (request) => {
      const seen = await openDialogue(db, codes, request.body.code, clock.now());
      return { ...seen, messages: [...seen.messages] };
    },
  );
  app.post(
    '/v1/dialogue/messages',
    {
      schema: {
        tags: ['dialogue'],
        description: 'The signaler writes. The same key stores a message once.',
        body: z
          .object({ code, text: plainText({ maxCharacters: 10_000 }), key: z.string().min(8).max(128) })
          .meta({
            examples: [{ code: exampleCode, text: 'She is still in car 2.', key: 'a-key-of-your-own-1' }],
          }),
        response: { 200: view },
      },
    },
    async (request) => {
      const seen = await writeByCode(
        db,
        codes,
        request.body.code,
        request.body.text,
        request.body.key,
        clock.now(),
      );
      return { ...seen, messages: [...seen.messages] };
    },
  );
  app.post(
    '/v1/dialogue/delete',
    {
      schema: {
        tags: ['dialogue'],
        description: 'The code stops working.',
        body: z.object({ code }).meta({ examples: [{ code: exampleCode }] }),
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      await deleteByCode(db, codes, request.body.code, clock.now());
      return reply.code(204).send(null);
    },
  );
}
