/** The wires against what is outside: a mail server and a partner's receiver that behave, and one that does not. */
import { createServer, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { Webhook } from 'standardwebhooks';
import { afterEach, describe, expect, test } from 'vitest';
import { resolver } from '../../test/support/resolver.ts';
import { type Outbound, openOutbound } from '../platform/index.ts';
import { keywordOf, retryAfterSeconds } from './core/index.ts';
import { smtpCarrier, twilioCarrier, webhookCarrier } from './index.ts';

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
      const url = `smtp://127.0.0.1:${port}`;
      await smtpCarrier({ url, from: 'desk@alight.example' }, openOutbound({ allowedOrigins: [url] })).carry(
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
      smtpCarrier(
        { url: 'smtp://127.0.0.1:1', from: 'desk@alight.example' },
        openOutbound({ allowedOrigins: ['smtp://127.0.0.1:1'] }),
      ).carry({ id, wire: 'email', address: 'a@b.example', subject: null, body: 'x' }, now),
    ).rejects.toThrow();
  });
});

describe('a mail server that the operator does not vouch for', () => {
  const mail = { id, wire: 'email' as const, address: 'a@b.example', subject: null, body: 'x' };
  const carry = (url: string, ...answers: string[][]) =>
    smtpCarrier(
      { url, from: 'desk@alight.example' },
      openOutbound({ allowedOrigins: [], lookup: resolver(...answers).lookup }),
    ).carry(mail, now);

  test.each([
    'smtp://127.0.0.1',
    'smtps://10.0.0.5',
    'smtp://169.254.169.254:80',
    'smtp://[::1]:25',
    'smtp://[::ffff:10.0.0.5]',
  ])('is not reached at %s', async (url) => {
    await expect(carry(url, ['8.8.8.8'])).rejects.toMatchObject({ code: 'not-public' });
  });

  test.each([[['10.0.0.5']], [['8.8.8.8', '127.0.0.1']], [['fd00::1']], [[]]])(
    'is not reached at a name that is %j',
    async (answer) => {
      await expect(carry('smtp://mail.example', answer)).rejects.toMatchObject({ code: 'not-public' });
      await expect(carry('smtp://0x7f.1', answer)).rejects.toMatchObject({ code: 'not-public' });
    },
  );

  test('is asked for once, and connected to nowhere else', async () => {
    let connections = 0;
    const server = createTcpServer((socket) => {
      connections += 1;
      socket.destroy();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    try {
      await expect(carry(`smtp://rebinding.example:${port}`, ['3ffe::1'], ['127.0.0.1'])).rejects.toThrow();
      expect(connections).toBe(0);
    } finally {
      server.close();
    }
  });

  test('gets nothing without encryption, also when it is public', async () => {
    const talk: string[] = [];
    const server = createTcpServer((socket) => {
      socket.write('220 plain.example\r\n');
      socket.on('data', (line: Buffer) => {
        talk.push(line.toString());
        socket.write(/^EHLO/.test(line.toString()) ? '250 plain.example\r\n' : '502 no\r\n');
      });
      socket.on('error', () => undefined);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    try {
      const outbound: Pick<Outbound, 'place'> = {
        place: async () => ({ address: '127.0.0.1', name: 'plain.example', port, vouched: false }),
      };
      await expect(
        smtpCarrier({ url: 'smtp://plain.example', from: 'desk@alight.example' }, outbound).carry(mail, now),
      ).rejects.toThrow();
      expect(talk.join('')).not.toMatch(/MAIL FROM|a@b\.example/);
    } finally {
      server.close();
    }
  });
});

describe('a text', () => {
  const account = { accountSid: `AC${'1'.repeat(32)}`, authToken: 'invented', from: '+18165550142' };
  const text = {
    id,
    wire: 'sms' as const,
    address: '+18165550143',
    subject: null,
    body: 'You have a message',
  };

  test('goes to Twilio by our way out, signed in, as a form', async () => {
    const posted: { address: string; headers: Readonly<Record<string, string>>; body: string }[] = [];
    const outbound: Pick<Outbound, 'post'> = {
      post: async (address, sent) => {
        posted.push({ address, ...sent });
        return { status: 201, body: JSON.stringify({ sid: 'SM1', to: text.address }) };
      },
    };
    expect(await twilioCarrier(account, outbound).carry(text, now)).toBe('SM1');
    const [sent] = posted;
    expect(sent!.address).toBe(
      `https://api.twilio.com/2010-04-01/Accounts/${account.accountSid}/Messages.json`,
    );
    expect(Buffer.from(sent!.headers['authorization']!.replace('Basic ', ''), 'base64').toString()).toBe(
      `${account.accountSid}:${account.authToken}`,
    );
    expect(Object.fromEntries(new URLSearchParams(sent!.body))).toEqual({
      To: text.address,
      From: account.from,
      Body: text.body,
    });
  });

  test.each([
    [90, '90'],
    [0.2, '1'],
    [2 * 24 * 3600, '36000'],
  ])('that may be read for %d more seconds is not kept longer there', async (seconds, kept) => {
    const posted: string[] = [];
    const outbound = {
      post: async (_url: string | URL, { body }: { body: string | Buffer }) => {
        posted.push(String(body));
        return { status: 201, body: '{"sid":"SM1"}' };
      },
    };
    const validUntil = new Date(now.getTime() + seconds * 1000);
    await twilioCarrier(account, outbound).carry({ ...text, validUntil }, now);
    expect(new URLSearchParams(posted[0]).get('ValidityPeriod')).toBe(kept);
  });

  test.each([400, 429, 500])(
    'that Twilio answers with %i throws, so that it is tried again',
    async (status) => {
      const outbound = { post: async () => ({ status, body: '{"code":20000,"message":"invented"}' }) };
      await expect(twilioCarrier(account, outbound).carry(text, now)).rejects.toThrow();
    },
  );

  test('is not sent where the name of Twilio leads inside', async () => {
    const outbound = openOutbound({ allowedOrigins: [], lookup: resolver(['127.0.0.1']).lookup });
    await expect(twilioCarrier(account, outbound).carry(text, now)).rejects.toMatchObject({
      code: 'not-public',
    });
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
