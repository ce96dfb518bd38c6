/** The wires against what is outside: a mail server and a partner's receiver that behave, and one that does not. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { Webhook } from 'standardwebhooks';
import { afterEach, describe, expect, test } from 'vitest';
import { openOutbound } from '../platform/index.ts';
import { keywordOf, retryAfterSeconds } from './core/index.ts';
import { smtpCarrier, webhookCarrier } from './index.ts';

const now = new Date();
const id = '01900000-0000-7000-8000-00000000000a';
const secret = `whsec_${Buffer.from('a secret of thirty-two bytes long').toString('base64')}`;

describe('email', () => {
  test('arrives at a real mail server, with our id as its Message-ID', async () => {
    const mails: string[] = [];
    const server = new SMTPServer({
      disabledCommands: ['AUTH', 'STARTTLS'],
      onData: (stream, _session, done) => {
        let mail = '';
        stream.on('data', (chunk: Buffer) => {
          mail += chunk.toString();
        });
        stream.on('end', () => {
          mails.push(mail);
          done();
        });
      },
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.server.address() as AddressInfo;
    try {
      await smtpCarrier({ url: `smtp://127.0.0.1:${port}`, from: 'desk@alight.example' }).carry(
        {
          id,
          wire: 'email',
          address: 'duty@agency.example',
          subject: 'Alight duty page K4F2',
          body: 'Alight duty page K4F2.',
        },
        now,
      );
      expect(mails).toHaveLength(1);
      expect(mails[0]).toContain(`<${id}@alight.example>`);
    } finally {
      await new Promise<void>((resolve) => server.close(() => resolve()));
    }
  });

  test('to a server that is not there throws, so that it is tried again', async () => {
    await expect(
      smtpCarrier({ url: 'smtp://127.0.0.1:1', from: 'desk@alight.example' }).carry(
        { id, wire: 'email', address: 'a@b.example', subject: null, body: 'x' },
        now,
      ),
    ).rejects.toThrow();
  });
});

describe('a webhook', () => {
  let server: Server | undefined;
  afterEach(() => server?.close());
  const receiver = async (status: number, headers: Record<string, string> = {}) => {
    const got: { body: string; headers: Record<string, string> }[] = [];
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => {
        body += chunk.toString();
      });
      request.on('end', () => {
        got.push({
          body,
          headers: Object.fromEntries(
            Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
          ),
        });
        response.writeHead(status, headers).end();
      });
    });
    await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
    return { got, address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/in` };
  };
  const carrierTo = (address: string) =>
    webhookCarrier(secret, openOutbound({ allowedOrigins: [new URL(address).origin] }));
  const message = (address: string) => ({
    id,
    wire: 'webhook' as const,
    address,
    subject: null,
    body: '{"type":"page.notified"}',
  });

  test('is signed so that the receiver can verify it, and carries our id against doubles', async () => {
    const { got, address } = await receiver(204);
    await carrierTo(address).carry(message(address), now);
    expect(got[0]?.headers['webhook-id']).toBe(id);
    expect(new Webhook(secret).verify(got[0]!.body, got[0]!.headers)).toEqual({ type: 'page.notified' });
  });

  test.each<[number, Record<string, string>, string]>([
    [500, {}, 'the receiver failed'],
    [302, { location: 'http://127.0.0.1:1/' }, 'a signed message follows no redirect'],
  ])('answered with %i throws, so that it is tried again: %s', async (status, headers) => {
    const { address } = await receiver(status, headers);
    await expect(carrierTo(address).carry(message(address), now)).rejects.toThrow();
  });

  test('without https to another machine is never sent', async () => {
    await expect(
      carrierTo('https://elsewhere.example').carry(message('http://partner.example/in'), now),
    ).rejects.toThrow(/https/);
  });
});

describe('what a text asks for', () => {
  test.each([
    ['stop', 'stop'],
    [' STOP. ', 'stop'],
    ['Help', 'help'],
    ['stop him please', null],
  ])('"%s" is %s', (body, keyword) => {
    expect(keywordOf(body)).toBe(keyword);
  });

  test('a message is tried again a little later each time, and given up in the end', () => {
    const waits = [1, 2, 3, 4, 5, 6].map(retryAfterSeconds);
    expect(waits).toEqual([2, 4, 8, 15, 15, null]);
  });
});
