/** Texts coming in by the carrier's webhook, and the sandbox phone. */
import { z } from 'zod';
import { type App, type Clock, type Db, newId, Refusal, transaction } from '../platform/index.ts';
import { receiveMessage } from './receiving.ts';
import { readDeliveries } from './sandbox/store.ts';
import { signedByTwilio, type TwilioAccount } from './sms/twilio.ts';

export interface MessagingApiDeps {
  readonly db: Db;
  readonly clock: Clock;
  readonly demo: boolean;
  readonly publicOrigin: string;
  readonly twilio: TwilioAccount | undefined;
}

const inbound = z
  .object({
    MessageSid: z.string().min(1).max(64),
    From: z.string().min(1).max(40),
    Body: z.string().max(8000),
  })
  .loose();

export function registerMessagingApi(app: App, deps: MessagingApiDeps): void {
  const { twilio } = deps;
  if (twilio)
    app.post(
      '/wires/sms/inbound',
      { schema: { tags: ['messaging'], hide: true, body: inbound } },
      async (request, reply) => {
        const signature = String(request.headers['x-twilio-signature'] ?? '');
        if (
          !signedByTwilio(
            twilio,
            signature,
            `${deps.publicOrigin}/wires/sms/inbound`,
            request.body as Record<string, string>,
          )
        )
          throw new Refusal(
            'signature-wrong',
            403,
            'This text is not signed by our carrier',
            'It was not taken in.',
          );
        const { MessageSid, From, Body } = request.body;
        await transaction(deps.db, (tx) =>
          receiveMessage(
            tx,
            { wire: 'sms', from: From, body: Body, providerId: MessageSid },
            deps.clock.now(),
          ),
        );
        return reply.type('text/xml').send('<Response/>');
      },
    );
  if (!deps.demo) return;
  app.get(
    '/sandbox/messages',
    {
      schema: {
        tags: ['sandbox'],
        description: 'What the sandbox phones have got, newest first.',
        querystring: z.object({ address: z.string().max(2000).optional() }),
        response: {
          200: z.object({
            messages: z.array(
              z.object({
                id: z.string(),
                messageId: z.string(),
                wire: z.string(),
                address: z.string(),
                body: z.string(),
                at: z.string(),
              }),
            ),
          }),
        },
      },
    },
    async (request) => ({
      messages: (await readDeliveries(deps.db, deps.clock.now(), request.query.address)).map((row) => ({
        id: row.id,
        messageId: row.message_id,
        wire: row.wire,
        address: row.address,
        body: row.body,
        at: row.at.toISOString(),
      })),
    }),
  );
  app.post(
    '/sandbox/reply',
    {
      schema: {
        tags: ['sandbox'],
        description: 'A text from a sandbox phone to Alight.',
        body: z
          .object({ address: z.string().min(1).max(100), body: z.string().min(1).max(1600) })
          .meta({ examples: [{ address: '816-555-0111', body: 'STOP' }] }),
        response: { 202: z.object({ taken: z.literal(true) }) },
      },
    },
    async (request, reply) => {
      const now = deps.clock.now();
      await transaction(deps.db, (tx) =>
        receiveMessage(
          tx,
          {
            wire: 'sms',
            from: request.body.address,
            body: request.body.body,
            providerId: `sandbox-${newId(now)}`,
          },
          now,
        ),
      );
      return reply.code(202).send({ taken: true as const });
    },
  );
}
