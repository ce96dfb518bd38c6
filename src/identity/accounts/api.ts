/** The addresses below /auth: passkey ceremonies for the pages' script, and the way back from an agency. No part of the API's description. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { App } from '../../platform/index.ts';
import type { Accounts } from './accounts.ts';
import { type Ceremony, ceremonies } from './ceremonies.ts';
import { authPath } from './engine.ts';

/** What better-auth gets to see of a request; where somebody is and with which browser is not among it. */
const seenHeaders = [
  'cookie',
  'origin',
  'content-type',
  'sec-fetch-site',
  'sec-fetch-mode',
  'sec-fetch-dest',
];

function asRequest(request: FastifyRequest, publicOrigin: string): Request {
  const headers = new Headers();
  for (const name of seenHeaders) {
    const value = request.headers[name];
    if (typeof value === 'string') headers.set(name, value);
  }
  const body = request.method === 'POST' ? JSON.stringify(request.body ?? {}) : undefined;
  return new Request(new URL(request.url, publicOrigin), {
    method: request.method,
    headers,
    ...(body === undefined ? {} : { body }),
  });
}

async function send(reply: FastifyReply, answer: Response): Promise<FastifyReply> {
  reply.code(answer.status);
  for (const name of ['content-type', 'location']) {
    const value = answer.headers.get(name);
    if (value !== null) reply.header(name, value);
  }
  for (const cookie of answer.headers.getSetCookie()) reply.header('set-cookie', cookie);
  return reply.send(await answer.text());
}

export function registerAccountsApi(
  app: App,
  { accounts, publicOrigin }: { accounts: Accounts; publicOrigin: string },
): void {
  for (const step of Object.keys(ceremonies) as Ceremony[]) {
    const [method, path] = ceremonies[step];
    app.route({
      method,
      url: `${authPath}${path}`,
      schema: { hide: true },
      handler: async (request, reply) =>
        send(reply, await accounts.ceremony(step, asRequest(request, publicOrigin))),
    });
  }
}
