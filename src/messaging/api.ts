/** Texts coming in by the carrier's webhook, and the sandbox phone. */
import { z } from 'zod';
import { type App, type Clock, type Db, newId, Refusal, transaction } from '../platform/index.ts';
import { receiveMessage } from './receiving.ts';
import { readDeliveries } from './sandbox/store.ts';
import { fieldsOf, readInbound } from './sms/inbound.ts';
import { signedByTwilio, type TwilioAccount } from './sms/twilio.ts';

export interface MessagingApiDeps {
  readonly db: Db;
  readonly clock: Clock;
  readonly demo: boolean;
  readonly publicOrigin: string;
  readonly twilio: TwilioAccount | undefined;
}

const formType = 'application/x-www-form-urlencoded';

/** The carrier's own door. What it signs is what it sent: the form is read here, and by nothing before it. */
function registerCarrier(app: App, deps: MessagingApiDeps, twilio: TwilioAccount): void {
  const url = `${deps.publicOrigin}/wires/sms/inbound`;
  app.register(async (inner) => {
    inner.removeContentTypeParser(formType);
    inner.addContentTypeParser(formType, { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    inner.post(
      '/wires/sms/inbound',
      { schema: { tags: ['messaging'], hide: true } },
      async (request, reply) => {
        const fields = fieldsOf(Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0));
        if (!signedByTwilio(twilio, String(request.headers['x-twilio-signature'] ?? ''), url, fields))
          throw new Refusal(
            'signature-wrong',
            403,
            'This text is not signed by our carrier',
            'It was not taken in.',
          );
        const text = readInbound(fields);
        if (!text)
          throw new Refusal(
            'body-invalid',
            400,
            'Nobody sent this text',
            'It does not say from where it came.',
          );
        // Everything else about it is found out after this is durable.
        await transaction(deps.db, (tx) => receiveMessage(tx, { wire: 'sms', ...text }, deps.clock.now()));
        return reply.type('text/xml').send('<Response/>');
      },
    );
  });
}

export function registerMessagingApi(app: App, deps: MessagingApiDeps): void {
  if (deps.twilio) registerCarrier(app, deps, deps.twilio);
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
