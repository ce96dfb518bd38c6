/** Files as people send them and as attackers make them: what they are, what is left of them, who judges them, and the seal. */
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { clamdFileLimitBytes, eicar, hasClamd, startClamd, whyNoClamd } from '../../../test/support/clamd.ts';
import { clamavScanner, noScanner } from './clamav.ts';
import { attachmentLimitBytes, kindOf, madeAnew, safeName } from './content.ts';

const code = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'kept',
    (error: { code?: string }) => error.code ?? String(error),
  );
const pdf = (inside = '') =>
  Buffer.from(`%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\n${inside}\ntrailer<<>>\n%%EOF`);
const picture = (format: 'png' | 'jpeg' | 'webp') =>
  sharp({ create: { width: 40, height: 20, channels: 3, background: '#468' } })
    .withExif({
      IFD0: { Make: 'Invented', Model: 'Telephone' },
      IFD3: {
        GPSLatitudeRef: 'N',
        GPSLatitude: '39/1 5/1 0/1',
        GPSLongitudeRef: 'W',
        GPSLongitude: '94/1 35/1 0/1',
      },
    })
    .toFormat(format)
    .toBuffer();
/** The end of a ZIP, which is where its readers begin. */
const zipEnd = Buffer.concat([Buffer.from('PK\u0005\u0006'), Buffer.alloc(18)]);

/** A PNG of a few kB that claims so many pixels a side. */
function pixelBomb(side: number): Buffer {
  const crcTable = Array.from({ length: 256 }, (_, n) => {
    let c = n;
    for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
    return c >>> 0;
  });
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    let crc = 0xffffffff;
    for (const byte of body) crc = crcTable[(crc ^ byte) & 0xff]! ^ (crc >>> 8);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE((crc ^ 0xffffffff) >>> 0);
    return Buffer.concat([length, body, sum]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(side, 0);
  head.writeUInt32BE(side, 4);
  head.set([1, 0, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.alloc((side / 8 + 1) * 64))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

describe('what a file is', () => {
  test('is told by what is in it', async () => {
    expect(await kindOf(pdf())).toBe('pdf');
    for (const format of ['png', 'jpeg', 'webp'] as const)
      expect(await kindOf(await picture(format))).toBe(format);
    expect(await kindOf(Buffer.from('What she said, in her words.\r\n\tÄ 文 🚆'))).toBe('txt');
  });

  test.each<[string, Buffer, string]>([
    ['nothing', Buffer.alloc(0), 'file-empty'],
    ['one byte too many', Buffer.alloc(attachmentLimitBytes + 1, 'a'), 'file-too-large'],
    ['a program', Buffer.from('MZ\x90\x00\x03\x00\x00\x00', 'latin1'), 'file-kind-unknown'],
    ['a program of another system', Buffer.from('\x7fELF\x02\x01\x01', 'latin1'), 'file-kind-unknown'],
    [
      'a ZIP, or a bomb in one',
      Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.alloc(40)]),
      'file-kind-unknown',
    ],
    ['a drawing with a script', Buffer.from('<svg onload=alert(1)></svg>'), 'file-kind-unknown'],
    ['a drawing behind a heading', Buffer.from('<?xml version="1.0"?><svg/>'), 'file-kind-unknown'],
    ['a page', Buffer.from(' <!doctype html><script>x</script>'), 'file-kind-unknown'],
    ['a script', Buffer.from('#!/bin/sh\nrm -r x'), 'file-kind-unknown'],
    ['bytes that are no text', Buffer.from([0xc3, 0x28, 0xff]), 'file-kind-unknown'],
    ['text with NUL', Buffer.from('a\0b'), 'file-kind-unknown'],
    ['an animation', Buffer.from('GIF89a\x01\x00\x01\x00\x00\x00\x00;', 'latin1'), 'file-kind-unknown'],
    ['a PDF that is a ZIP too', Buffer.concat([pdf(), zipEnd]), 'file-ambiguous'],
  ])('%s is refused', async (_what, bytes, expected) => {
    expect(await code(kindOf(bytes))).toBe(expected);
  });

  test('never throws anything but a refusal, whatever the bytes', { timeout: 60_000 }, async () => {
    const starts = fc.constantFrom(
      '',
      '%PDF-',
      '\x89PNG\r\n\x1a\n',
      '\xff\xd8\xff\xe0',
      'RIFF\0\0\0\0WEBPVP8 ',
      'PK\x03\x04',
      '<',
    );
    await fc.assert(
      fc.asyncProperty(starts, fc.uint8Array({ maxLength: 400 }), async (start, rest) => {
        const bytes = Buffer.concat([Buffer.from(start, 'latin1'), rest]);
        const said = await code(kindOf(bytes).then((kind) => madeAnew(kind, bytes)));
        expect(['kept', 'file-empty', 'file-kind-unknown', 'file-ambiguous', 'image-unreadable']).toContain(
          said,
        );
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('an image made anew', () => {
  test.each(['png', 'jpeg', 'webp'] as const)(
    'as %s keeps its picture and neither place nor camera',
    async (format) => {
      const original = await picture(format);
      expect((await sharp(original).metadata()).exif, 'the original holds them').toBeDefined();
      expect(original.includes('Telephone')).toBe(true);
      const anew = (await madeAnew(format, original))!;
      const { exif, xmp, iptc, width, height } = await sharp(anew).metadata();
      expect({ exif, xmp, iptc, width, height }).toEqual({ width: 40, height: 20 });
      expect(anew.includes('Telephone')).toBe(false);
    },
  );

  test('leaves behind what hides after its end', async () => {
    const hidden = Buffer.concat([await picture('jpeg'), Buffer.from('<script>hidden()</script>'), zipEnd]);
    expect(await kindOf(hidden)).toBe('jpeg');
    expect((await madeAnew('jpeg', hidden))!.includes('hidden()')).toBe(false);
  });

  test('is refused where it is a bomb of pixels, before it is unfolded', async () => {
    const bomb = pixelBomb(60_000);
    expect(bomb.length).toBeLessThan(10_000);
    expect(await kindOf(bomb)).toBe('png');
    const before = process.memoryUsage.rss();
    expect(await code(madeAnew('png', bomb))).toBe('image-unreadable');
    // Unfolded it has several gigabytes.
    expect(process.memoryUsage.rss() - before).toBeLessThan(1_000_000_000);
    expect(await code(madeAnew('png', (await picture('png')).subarray(0, 60)))).toBe('image-unreadable');
  });
});

describe('a name', () => {
  test.each([
    ['../../etc/passwd', 'passwd.txt'],
    ['C:\\Users\\x\\letter.exe', 'letter.txt'],
    ['invoice\u202Efdp.exe', 'invoice fdp.txt'],
    ['a\r\nset-cookie: x=y', 'a set-cookie- x=y.txt'],
    ['<img src=x onerror=alive()>.png', '-img src=x onerror=alive()-.txt'],
    ['', 'file.txt'],
    ['.htaccess', 'file.txt'],
    ['\ud83d', 'file.txt'],
  ])('%j becomes %j', (given, safe) => {
    expect(safeName(given, 'txt')).toBe(safe);
  });

  test('is safe whatever it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (given) => {
        const safe = safeName(given, 'pdf');
        expect(safe).toMatch(/^[^/\\<>:"|?*;%$`\p{C}]+\.pdf$/u);
        expect(safe.length).toBeLessThanOrEqual(124);
        expect(() => encodeURIComponent(safe)).not.toThrow();
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('a scanner', () => {
  let server: Server | undefined;
  afterEach(() => void server?.close());
  /** A daemon that reads a stream to its end, as the protocol has it, and then does as it is told. */
  const daemon = async (answer: (socket: Socket, bytes: Buffer) => void): Promise<string> => {
    server = createServer((socket) => {
      let all = Buffer.alloc(0);
      socket.on('error', () => undefined);
      socket.on('data', (part) => {
        all = Buffer.concat([all, part]);
        let at = 'zINSTREAM\0'.length;
        const parts: Buffer[] = [];
        while (at + 4 <= all.length) {
          const length = all.readUInt32BE(at);
          if (length === 0) return answer(socket, Buffer.concat(parts));
          parts.push(all.subarray(at + 4, at + 4 + length));
          at += 4 + length;
        }
      });
    });
    await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
    return `127.0.0.1:${(server.address() as { port: number }).port}`;
  };

  test.each<[string, string, string]>([
    ['calls it clean', 'stream: OK\0', 'clean'],
    ['finds something', 'stream: Eicar-Test-Signature FOUND\0', 'infected'],
    ['is over its limits', 'stream: Heuristics.Limits.Exceeded.MaxFileSize FOUND\0', 'not-judged'],
    ['refuses the size', 'INSTREAM size limit exceeded. ERROR\0', 'not-judged'],
    ['fails', "stream: Can't allocate memory ERROR\0", 'not-judged'],
    ['breaks off within OK', 'stream: OK', 'not-judged'],
    ['says OK of something else', 'other: OK\0', 'not-judged'],
    ['says nothing', '', 'not-judged'],
    ['says too much', `${'x'.repeat(10_000)}stream: OK\0`, 'not-judged'],
  ])('that %s', async (_how, said, verdict) => {
    const sent = Buffer.alloc(200_000, 'abc');
    let got: Buffer = Buffer.alloc(0);
    const address = await daemon((socket, bytes) => {
      got = bytes;
      socket.end(said);
    });
    expect(await clamavScanner(address, 3_000).scan(sent)).toBe(verdict);
    expect(got.equals(sent)).toBe(true);
  });

  test('that is away, or silent, judges nothing', async () => {
    expect(await noScanner.scan(Buffer.from('x'))).toBe('not-judged');
    expect(await clamavScanner('127.0.0.1:1').scan(Buffer.from('x'))).toBe('not-judged');
    expect(await clamavScanner(join(tmpdir(), 'no-such-socket')).scan(Buffer.from('x'))).toBe('not-judged');
    const silent = await daemon(() => undefined);
    expect(await clamavScanner(silent, 200).scan(Buffer.from('x'))).toBe('not-judged');
  });

  describe.runIf(hasClamd)(`that is a real ClamAV${whyNoClamd}`, () => {
    let clamd: Awaited<ReturnType<typeof startClamd>>;
    beforeAll(async () => {
      clamd = await startClamd();
    });
    afterAll(() => clamd.stop());

    test('finds the test signature, alone and within a document, and passes what is harmless', async () => {
      const scanner = clamavScanner(clamd.socket);
      expect(await scanner.scan(Buffer.from(eicar))).toBe('infected');
      expect(await scanner.scan(pdf(eicar))).toBe('infected');
      expect(await scanner.scan(pdf('nothing here'))).toBe('clean');
      expect(await scanner.scan(await picture('jpeg'))).toBe('clean');
    });

    test('does not judge what is over its limits', async () => {
      const scanner = clamavScanner(clamd.socket);
      expect(await scanner.scan(Buffer.alloc(clamdFileLimitBytes * 2, 'a'))).toBe('not-judged');
      expect(await scanner.scan(Buffer.alloc(13 * 1024 * 1024, 'a'))).toBe('not-judged');
    });
  });
});
