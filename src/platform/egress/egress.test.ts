/** The way out: addresses in every disguise, a resolver that lies, and receivers that misbehave. */
import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, BlockList } from 'node:net';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { resolver } from '../../../test/support/resolver.ts';
import { isPublicAddress } from './addresses.ts';
import { EgressRefused, openOutbound, placeText } from './outbound.ts';

const sent = { headers: { 'content-type': 'application/json' }, body: '{"invented":true}' };

/** What happens to a post: the code of its refusal, 'failed' for any other error, 'answered' otherwise. */
async function outcome(address: string, find = resolver(['127.0.0.1'])): Promise<string> {
  const outbound = openOutbound({ allowedOrigins: [], lookup: find.lookup, timeoutMilliseconds: 500 });
  try {
    await outbound.post(address, sent);
    return 'answered';
  } catch (error) {
    return error instanceof EgressRefused ? error.code : 'failed';
  }
}

describe('an address that leads inside is refused, however it is written', () => {
  test.each([
    'https://127.0.0.1/',
    'https://127.1/',
    'https://2130706433/',
    'https://0x7f000001/',
    'https://0x7f.1/',
    'https://0177.0.0.1/',
    'https://017700000001/',
    'https://127.0.0.1./',
    'https://%31%32%37.0.0.1/',
    'https://①②⑦.0.0.1/',
    'https://127。0。0。1/',
    'https://0/',
    'https://0.0.0.0/',
    'https://10.0.0.8/',
    'https://172.16.0.1/',
    'https://172.31.255.254/',
    'https://192.168.1.1/',
    'https://100.64.0.1/',
    'https://100.100.100.200/latest/meta-data/',
    'https://169.254.169.254/latest/meta-data/',
    'https://0xa9fea9fe/',
    'https://2852039166/',
    'https://192.0.0.192/',
    'https://168.63.129.16/',
    'https://198.18.0.1/',
    'https://192.0.2.1/',
    'https://203.0.113.9/',
    'https://224.0.0.1/',
    'https://240.0.0.1/',
    'https://255.255.255.255/',
    'https://[::]/',
    'https://[::1]/',
    'https://[0:0:0:0:0:0:0:1]/',
    'https://[::127.0.0.1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[::ffff:7f00:1]/',
    'https://[::ffff:8.8.8.8]/',
    'https://[::ffff:0:127.0.0.1]/',
    'https://[64:ff9b::127.0.0.1]/',
    'https://[64:ff9b::a9fe:a9fe]/',
    'https://[64:ff9b:1::a00:1]/',
    'https://[2002:7f00:1::]/',
    'https://[2002:a9fe:a9fe::1]/',
    'https://[2001:0:53aa:64c:0:0:80ff:fffe]/',
    'https://[fe80::1]/',
    'https://[fec0::1]/',
    'https://[fc00::1]/',
    'https://[fd00:ec2::254]/',
    'https://[ff02::1]/',
    'https://[100::1]/',
    'https://[2001:db8::1]/',
    'https://[3fff::1]/',
    'https://[4000::1]/',
  ])('%s', async (address) => {
    expect(await outcome(address)).toBe('not-public');
  });

  test('by any spelling of any inside IPv4 address', async () => {
    const inside = fc.oneof(
      fc.tuple(fc.constantFrom(0, 10, 127), fc.nat(255), fc.nat(255), fc.nat(255)),
      fc.tuple(fc.constant(172), fc.integer({ min: 16, max: 31 }), fc.nat(255), fc.nat(255)),
      fc.tuple(fc.constant(192), fc.constant(168), fc.nat(255), fc.nat(255)),
      fc.tuple(fc.constant(169), fc.constant(254), fc.nat(255), fc.nat(255)),
      fc.tuple(fc.constant(100), fc.integer({ min: 64, max: 127 }), fc.nat(255), fc.nat(255)),
      fc.tuple(fc.integer({ min: 224, max: 255 }), fc.nat(255), fc.nat(255), fc.nat(255)),
    );
    const part = (value: number, base: number) =>
      base === 16 ? `0x${value.toString(16)}` : base === 8 ? `0${value.toString(8)}` : String(value);
    const base = fc.constantFrom(8, 10, 16);
    await fc.assert(
      fc.asyncProperty(inside, fc.tuple(base, base, base, base), fc.nat(5), async (bytes, bases, shape) => {
        const [a, b, c, d] = bytes;
        const whole = ((a * 256 + b) * 256 + c) * 256 + d;
        const hex = (high: number, low: number) => (high * 256 + low).toString(16);
        const host = [
          bytes.map((value, index) => part(value, bases[index]!)).join('.'),
          part(whole, bases[0]),
          `${part(a, bases[0])}.${part((b * 256 + c) * 256 + d, bases[1])}`,
          `${part(a, bases[0])}.${part(b, bases[1])}.${part(c * 256 + d, bases[2])}`,
          `[::ffff:${hex(a, b)}:${hex(c, d)}]`,
          `[64:ff9b::${hex(a, b)}:${hex(c, d)}]`,
        ][shape]!;
        expect(await outcome(`https://${host}/`)).toBe('not-public');
      }),
      { numRuns: 1_000 },
    );
  });

  test('and the classes are those of an independent list', () => {
    const registry = new BlockList();
    for (const block of [
      '0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24',
      '192.0.2.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4',
    ].flatMap((line) => line.split(' '))) {
      const [network, bits] = block.split('/');
      registry.addSubnet(network!, Number(bits));
    }
    const byte = fc.oneof(fc.nat(255), fc.constantFrom(0, 10, 100, 127, 169, 172, 192, 198, 203, 224));
    fc.assert(
      fc.property(fc.tuple(byte, fc.nat(255), fc.nat(255), fc.nat(255)), (bytes) => {
        const address = bytes.join('.');
        if (registry.check(address)) expect(isPublicAddress(address)).toBe(false);
      }),
      { numRuns: 5_000 },
    );
    for (const open of ['8.8.8.8', '1.1.1.1', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '2a00:1450::1'])
      expect(isPublicAddress(open), open).toBe(true);
  });

  test.each([
    ['http://partner.example/', 'needs-https'],
    ['ftp://partner.example/', 'needs-https'],
    ['file:///etc/passwd', 'needs-https'],
    ['https://user:word@partner.example/', 'holds-credentials'],
    ['not an address', 'not-an-address'],
    ['https://999.999.999.999/', 'not-an-address'],
  ])('%s: %s', async (address, code) => {
    expect(await outcome(address)).toBe(code);
  });
});

describe('a place that is not HTTP', () => {
  const place = async (address: string, allowedOrigins: string[] = [], ...answers: string[][]) =>
    openOutbound({ allowedOrigins, lookup: resolver(...(answers.length ? answers : [['127.0.0.1']])).lookup })
      .place(address)
      .catch((error: unknown) => (error instanceof EgressRefused ? error.code : 'failed'));

  test.each([
    'smtp://127.0.0.1',
    'smtp://127.1',
    'smtp://2130706433',
    'smtp://0x7f.1',
    'smtp://0177.0.0.1',
    'smtp://localhost',
    'smtps://10.0.0.8:465',
    'smtp://[::1]',
    'smtp://[::ffff:127.0.0.1]',
    'smtp://[64:ff9b::a9fe:a9fe]',
    'smtp://mail.example',
    'smtp://MAIL.example.',
  ])('%s leads inside and is refused', async (address) => {
    expect(await place(address)).toBe('not-public');
  });

  test.each(['http://mail.example', 'mail.example', 'smtp:', 'ldap://mail.example'])(
    '%s is none',
    async (address) => {
      expect(await place(address)).toBe('not-an-address');
    },
  );

  test('is the address that was checked, asked for once', async () => {
    const find = resolver(['2606:4700::1111'], ['127.0.0.1']);
    const outbound = openOutbound({ allowedOrigins: [], lookup: find.lookup });
    expect(await outbound.place('smtps://mail.example')).toEqual({
      address: '2606:4700::1111',
      name: 'mail.example',
      port: 465,
      vouched: false,
    });
    expect(find.asked()).toBe(1);
  });

  test('may be inside where the operator names it, at that port and no other', async () => {
    const named = [placeText('smtp://Relay.internal:25')];
    expect(await place('smtp://relay.internal:25', named)).toMatchObject({
      address: '127.0.0.1',
      vouched: true,
    });
    for (const other of ['smtp://relay.internal', 'smtps://relay.internal:25', 'smtp://relay2.internal:25'])
      expect(await place(other, named)).toBe('not-public');
  });
});

describe('a name is resolved once, and judged by all it answers', () => {
  let server: Server | undefined;
  afterEach(() => server?.close());

  test.each([
    [['127.0.0.1']],
    [['8.8.8.8', '10.0.0.1']],
    [['::ffff:10.0.0.1']],
    [['fd00::1', '2606:4700::1']],
    [[]],
  ])('%j is refused', async (answer) => {
    expect(await outcome('https://partner.example/', resolver(answer))).toBe('not-public');
  });

  test('the second answer of a name that changes its mind is never asked for, nor connected to', async () => {
    let connections = 0;
    server = createServer();
    server.on('connection', (socket) => {
      connections += 1;
      socket.destroy();
    });
    await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    // 3ffe::/16 was given back to the registry: public by its class, and nobody's.
    const find = resolver(['3ffe::1'], ['127.0.0.1']);
    expect(await outcome(`https://rebinding.example:${port}/`, find)).not.toBe('answered');
    expect({ asked: find.asked(), connections }).toEqual({ asked: 1, connections: 0 });
  });
});

describe('a receiver that the operator vouches for', () => {
  let server: Server | undefined;
  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
  });
  const receive = async (listener: RequestListener, timeoutMilliseconds = 2_000) => {
    server = createServer(listener);
    await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return { origin, outbound: openOutbound({ allowedOrigins: [origin], timeoutMilliseconds }) };
  };

  test('gets what was sent, and is heard', async () => {
    let got = '';
    const { origin, outbound } = await receive(async (request, response) => {
      for await (const part of request) got += String(part);
      response.writeHead(202).end('thank you');
    });
    expect(await outbound.post(`${origin}/in`, sent)).toEqual({ status: 202, body: 'thank you' });
    expect(got).toBe(sent.body);
  });

  test('is vouched for at its own port only', async () => {
    const { origin, outbound } = await receive((_request, response) => response.end());
    const other = origin.replace(/\d+$/, '1');
    await expect(outbound.post(other, sent)).rejects.toMatchObject({ code: 'needs-https' });
    await expect(outbound.post(other.replace('http:', 'https:'), sent)).rejects.toMatchObject({
      code: 'not-public',
    });
  });

  test.each([301, 302, 303, 307, 308])('and points elsewhere with %i is not followed', async (status) => {
    let asked = 0;
    const { origin, outbound } = await receive((_request, response) => {
      asked += 1;
      response.writeHead(status, { location: '/again' }).end();
    });
    await expect(outbound.post(origin, sent)).rejects.toMatchObject({ code: 'redirected' });
    expect(asked).toBe(1);
  });

  test('and answers without end is cut off', async () => {
    const { origin, outbound } = await receive((_request, response) => {
      const more = () => {
        while (response.write('x'.repeat(16_384)));
        response.once('drain', more);
      };
      more();
    });
    await expect(outbound.post(origin, sent)).rejects.toMatchObject({ code: 'answer-too-long' });
  });

  test.each<[string, RequestListener]>([
    ['never answers', () => undefined],
    [
      'drips',
      (_request, response) => {
        const timer = setInterval(() => response.write('x'), 20);
        response.on('close', () => clearInterval(timer));
      },
    ],
  ])('and %s is given up in time', async (_how, listener) => {
    const { origin, outbound } = await receive(listener, 200);
    // Nothing else would ever end it.
    await expect(outbound.post(origin, sent)).rejects.toMatchObject({ code: 'too-slow' });
  });
});
