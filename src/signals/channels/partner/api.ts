/** Reports of partners over HTTP: signed, one address, and an answer that says "received" and no more. */
import { setTimeout as hold } from 'node:timers/promises';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type App, problemOf, Refusal } from '../../../platform/index.ts';
import { contractWindowSeconds, type Standing } from '../../core/index.ts';
import { partnerReport } from './body.ts';
import { type ReceivingDeps, type SignedReport, takeReport, whoSends } from './receiving.ts';

export interface PartnerApiDeps extends ReceivingDeps {
  /** The line to call while a report cannot be sent. */
  readonly operatorPhone: string;
}

/** So many answers are held at once and no more, so that a flood does not pile up here. */
const heldLimit = 200;

const answer = z.object({
  status: z.literal('received'),
  receipt: z.string(),
  code: z.string().optional(),
  notice: z.string(),
  leftOut: z.array(z.string()),
  sandbox: z.boolean(),
});

const description = `A report from a partner's own app. Signed as Standard Webhooks has it: the headers Alight-Key, webhook-id, webhook-timestamp and webhook-signature (HMAC-SHA-256 of "webhook-id.webhook-timestamp.body"). 201 only when it is durable; the same webhook-id and body again give the same receipt, another body 409. RateLimit and RateLimit-Policy (draft-ietf-httpapi-ratelimit-headers) say what is agreed; more is taken as well and marked for staff, its answer held up to 2 seconds. A sandbox key is answered the same way and stores no report. See docs/guides/partner-api.md.`;

/** What a partner reads when a report was not taken: what to do with it meanwhile stands in each. */
function withMeanwhile(error: unknown, phone: string): unknown {
  const problem = problemOf(error);
  if (problem.status >= 500 || problem.errors) return error;
  return new Refusal(
    problem.code,
    problem.status,
    problem.title,
    `${problem.detail} It was not taken in. Until it is: is someone in danger now? Call 911. Otherwise call ${phone}.`,
  );
}

function stateContract(reply: FastifyReply, perMinute: number, { remaining }: Standing): void {
  reply.header('ratelimit-policy', `"reports";q=${perMinute};w=${contractWindowSeconds}`);
  reply.header('ratelimit', `"reports";r=${remaining};t=${contractWindowSeconds}`);
}

export function registerPartnerApi(app: App, deps: PartnerApiDeps): void {
  const senders = new WeakMap<FastifyRequest, SignedReport>();
  let held = 0;
  app.post(
    '/v1/partners/signals',
    {
      config: { keepRawBody: true },
      schema: {
        tags: ['partners'],
        description,
        headers: z
          .object({
            'alight-key': z.string().optional(),
            'webhook-id': z.string().optional(),
            'webhook-timestamp': z.string().optional(),
            'webhook-signature': z.string().optional(),
          })
          .loose(),
        body: partnerReport,
        response: { 201: answer },
      },
      // The schema describes; the body is read after the signature, and mended where somebody is in danger.
      validatorCompiler: () => (value: unknown) => ({ value }),
      errorHandler: (error: FastifyError) => {
        throw withMeanwhile(error, deps.operatorPhone);
      },
      preValidation: async (request: FastifyRequest) => {
        senders.set(request, await whoSends(deps, request.headers, request.rawBody ?? Buffer.alloc(0)));
      },
    },
    async (request, reply) => {
      const sent = senders.get(request);
      if (!sent) throw new Error('a report came past its signature');
      const { standing, ...said } = await takeReport(deps, sent, request.body);
      stateContract(reply, sent.key.partner.perMinute, standing);
      if (standing.holdMilliseconds > 0 && held < heldLimit) {
        held++;
        await hold(standing.holdMilliseconds).finally(() => {
          held--;
        });
      }
      return reply.code(201).send({ ...said, leftOut: [...said.leftOut] });
    },
  );
}
