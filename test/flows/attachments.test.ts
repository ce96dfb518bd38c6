/** Documents of a report over HTTP: kept, judged, listed, opened by staff only, and sealed where they lie. */
import { sql } from 'kysely';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eicar, hasClamd, startClamd, whyNoClamd } from '../support/clamd.ts';
import { administratorId, advocateId, type House, openHouse } from '../support/house.ts';
import { act, assessment, report } from '../support/reports.ts';
import { type StandInScanner, startScanner } from '../support/scanner.ts';

const boundary = 'a-boundary-of-its-own';
const staff = { 'alight-actor': advocateId };

/** One file as a browser sends it. */
const multipart = (name: string, content: string | Buffer, copies = 1): Buffer =>
  Buffer.concat([
    ...Array.from({ length: copies }, () =>
      Buffer.concat([
        Buffer.from(
          `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: image/png\r\n\r\n`,
        ),
        Buffer.from(content),
        Buffer.from('\r\n'),
      ]),
    ),
    Buffer.from(`--${boundary}--\r\n`),
  ]);

describe('a document of a report', () => {
  let house: House;
  let signalId: string;
  beforeAll(async () => {
    house = await openHouse();
    ({ signalId } = await report(house));
  });
  afterAll(() => house.close());

  const add = (body: Buffer, headers: Record<string, string> = staff, of = signalId) =>
    house.call('POST', `/v1/signals/${of}/attachments`, body, {
      'content-type': `multipart/form-data; boundary=${boundary}`,
      ...headers,
    });
  const list = async () =>
    (await house.asAdvocate('GET', `/v1/signals/${signalId}/attachments`)).json().attachments;

  test('is kept and cannot be opened while no scanner has judged it', async () => {
    const added = await add(multipart('../Her letter.pdf', 'Meet me at the canary bridge.'));
    expect(added.statusCode, added.body).toBe(201);
    expect(added.json()).toMatchObject({ name: 'Her letter.txt', kind: 'txt', state: 'quarantined' });
    const path = `/v1/signals/${signalId}/attachments/${added.json().id}`;
    const opened = await house.asAdvocate('GET', path);
    expect(opened.statusCode).toBe(409);
    expect(opened.json().code).toBe('attachment-not-clean');
    const again = await house.call('POST', `${path}/scan`, undefined, staff);
    expect(again.json()).toMatchObject({ state: 'quarantined' });
    expect(await list()).toHaveLength(1);
  });

  test('is sealed where it lies: neither its name nor its words are in the row, nor in the log', async () => {
    const { rows } = await sql<{ row: string }>`select attachment::text as row from attachment`.execute(
      house.database.db,
    );
    expect(rows.length).toBeGreaterThan(0);
    const hex = (text: string) => Buffer.from(text).toString('hex');
    for (const secret of ['Her letter', 'canary'])
      for (const stored of [...rows.map(({ row }) => row), ...house.log.lines]) {
        expect(stored).not.toContain(secret);
        expect(stored).not.toContain(hex(secret));
      }
  });

  test('is added by staff only, one at a time, and to a report that is there', async () => {
    const before = (await list()).length;
    const some = multipart('a.txt', 'words');
    const nobody = { 'alight-actor': '01900000-0000-7000-8000-0000000000ff' };
    expect((await add(some, {})).statusCode).toBe(403);
    expect((await add(some, nobody)).statusCode).toBeGreaterThanOrEqual(400);
    expect((await add(some, staff, '01900000-0000-7000-8000-0000000000ee')).statusCode).toBe(404);
    expect((await add(Buffer.from(`--${boundary}--\r\n`))).json().code).toBe('file-missing');
    expect((await add(multipart('a.bin', Buffer.from('MZ\x90\0', 'latin1')))).statusCode).toBe(415);
    expect((await add(multipart('a.txt', Buffer.alloc(10 * 1024 * 1024 + 1, 'a')))).statusCode).toBe(413);
    expect((await add(Buffer.from('no multipart at all'))).json().code).toBe('body-unreadable');
    const broken = some.subarray(0, some.length - 20);
    expect((await add(broken)).json().code).toBe('body-unreadable');
    expect(await list()).toHaveLength(before);
  });

  test('is refused beyond twenty, and its neighbours are untouched', async () => {
    for (let count = (await list()).length; count < 20; count++)
      expect((await add(multipart(`${count}.txt`, 'words'))).statusCode).toBe(201);
    const more = await add(multipart('one-more.txt', 'words'));
    expect(more.statusCode).toBe(409);
    expect(more.json().code).toBe('attachments-full');
    expect(await list()).toHaveLength(20);
  });
});

describe('the page of a report’s documents', () => {
  let house: House;
  let scanner: StandInScanner;
  let signalId: string;
  beforeAll(async () => {
    scanner = await startScanner();
    house = await openHouse(undefined, true, { CLAMD_ADDRESS: scanner.address });
    ({ signalId } = await report(house));
  });
  afterAll(async () => {
    await house.close();
    await scanner.stop();
  });
  const as = (id: string) => ({ cookie: `alight_acting=${id}`, origin: 'http://localhost:8080' });
  const here = () => `/console/signals/${signalId}/documents`;
  const send = (path: string, body: Buffer | string, who = advocateId) =>
    house.call('POST', path, body, {
      ...as(who),
      'content-type': `multipart/form-data; boundary=${boundary}`,
    });
  const stored = async () =>
    Number(
      (await sql<{ n: string }>`select count(*) as n from attachment`.execute(house.database.db)).rows[0]!.n,
    );

  test('takes a file, and goes on to the list, which names who added it', async () => {
    const added = await send(here(), multipart('Ticket.txt', 'Car 2, seat 14.'));
    expect([added.statusCode, added.headers.location]).toEqual([302, here()]);
    const page = await house.call('GET', here(), undefined, as(advocateId));
    expect(page.body).toContain('Ticket.txt');
    expect(page.body).toContain('Riley Adams');
  });

  test('refuses in place what is no file, what is too large and what is not kept', async () => {
    const before = await stored();
    for (const [body, status, words] of [
      [multipart('', ''), 400, 'There is no file'],
      ['no form at all', 400, 'We could not read that'],
      [multipart('a.txt', Buffer.alloc(10 * 1024 * 1024 + 1, 'a')), 413, 'A file may hold 10 MB'],
      [multipart('a.exe', Buffer.from('MZ\x90\0', 'latin1')), 415, 'can be kept, by what is in them'],
    ] as const) {
      const answer = await send(here(), body);
      expect([words, answer.statusCode]).toEqual([words, status]);
      expect(answer.body).toContain(words);
      expect(answer.body, 'the list stays').toContain('Ticket.txt');
    }
    expect(await stored()).toBe(before);
  });

  test('no other page reads a file, whoever sends it', async () => {
    const some = multipart('a.txt', 'words');
    for (const path of ['/report', '/console', '/receipt', `/console/signals/${signalId}`])
      expect([path, (await send(path, some)).statusCode]).toEqual([path, 415]);
  });

  test('is not there for who reads no report, nor for a report that is not there', async () => {
    const before = await stored();
    expect((await send(here(), multipart('a.txt', 'words'), administratorId)).statusCode).toBe(404);
    expect((await house.call('GET', here(), undefined, as(administratorId))).statusCode).toBe(404);
    const nowhere = '/console/signals/01900000-0000-7000-8000-0000000000ee/documents';
    expect((await house.call('GET', nowhere, undefined, as(advocateId))).statusCode).toBe(404);
    expect(await stored()).toBe(before);
  });

  test('hands a clean file out to be saved, and leads back from one that is closed', async () => {
    const { rows } = await sql<{ id: string }>`select id from attachment`.execute(house.database.db);
    const opened = await house.call('GET', `${here()}/${rows[0]!.id}`, undefined, as(advocateId));
    expect(opened.body).toBe('Car 2, seat 14.');
    expect(opened.headers).toMatchObject({
      'content-disposition': "attachment; filename*=UTF-8''Ticket.txt",
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
    await sql`update attachment set state = 'quarantined'`.execute(house.database.db);
    const closed = await house.call('GET', `${here()}/${rows[0]!.id}`, undefined, as(advocateId));
    expect([closed.statusCode, closed.headers.location]).toEqual([302, `${here()}?closed=1`]);
  });

  test('each look at the list is on record: who saw which documents', async () => {
    const { rows } = await sql<{ count: number }>`
      select (detail->>'count')::int as count from audit_leaf
       where action = 'case-data-shown' and detail->>'view' = 'documents' order by id`.execute(
      house.database.db,
    );
    expect(rows.length).toBeGreaterThan(0);
  });

  test('is listed and opened in danger that staff assessed, while the log takes no entry, and in no other report', async () => {
    const danger = (await report(house)).signalId;
    const calm = (await report(house)).signalId;
    await act(house, danger, 'assess', { ...assessment, danger: 'imminent' });
    const paths = new Map<string, string>();
    for (const id of [danger, calm]) {
      const all = `/v1/signals/${id}/attachments`;
      const added = await house.call('POST', all, multipart('Ticket.txt', 'Car 2, seat 14.'), {
        ...staff,
        'content-type': `multipart/form-data; boundary=${boundary}`,
      });
      expect(added.json(), added.body).toMatchObject({ state: 'clean' });
      paths.set(id, `${all}/${added.json().id}`);
    }
    await house.database.asOwner(`create function refuse() returns trigger language plpgsql as $$ begin raise 'no more room'; end $$;
      create trigger refuse before insert on audit_leaf for each row execute function refuse()`);
    try {
      const [list, opened] = [
        await house.asAdvocate('GET', `/v1/signals/${danger}/attachments`),
        await house.asAdvocate('GET', paths.get(danger)!),
      ];
      expect([list.statusCode, opened.statusCode, opened.body]).toEqual([200, 200, 'Car 2, seat 14.']);
      expect(await house.alight.spool.waits(), 'sealed on this machine').toBe(true);
      for (const url of [`/v1/signals/${calm}/attachments`, paths.get(calm)!]) {
        const answer = await house.asAdvocate('GET', url);
        expect([answer.statusCode, answer.json().code]).toEqual([503, 'not-on-record']);
        expect(answer.body).not.toContain('seat 14');
      }
    } finally {
      await house.database.asOwner('drop trigger refuse on audit_leaf; drop function refuse()');
    }
    await house.alight.spool.drain(house.database.db);
    const { rows } = await sql<{ n: string }>`
      select count(*) as n from audit_leaf where action = 'attachment-opened' and subject_id = ${danger}`.execute(
      house.database.db,
    );
    expect(Number(rows[0]!.n), 'and on record once the log takes entries').toBe(1);
  });
});

describe.runIf(hasClamd)(`a document that a real ClamAV has judged${whyNoClamd}`, () => {
  let house: House;
  let signalId: string;
  let clamd: Awaited<ReturnType<typeof startClamd>>;
  beforeAll(async () => {
    clamd = await startClamd();
    house = await openHouse(undefined, false, { CLAMD_ADDRESS: clamd.socket });
    ({ signalId } = await report(house));
  });
  afterAll(async () => {
    await house.close();
    await clamd.stop();
  });
  const add = async (name: string, content: string | Buffer) =>
    (
      await house.call('POST', `/v1/signals/${signalId}/attachments`, multipart(name, content), {
        'content-type': `multipart/form-data; boundary=${boundary}`,
        ...staff,
      })
    ).json();
  const open = (id: string) => house.asAdvocate('GET', `/v1/signals/${signalId}/attachments/${id}`);

  test('opens as an image without metadata, to be saved and never shown in place', async () => {
    const original = await sharp({ create: { width: 9, height: 9, channels: 3, background: '#468' } })
      .withExif({ IFD0: { Make: 'Invented' } })
      .jpeg()
      .toBuffer();
    const { id, state } = await add('Bridge <b>.png', original);
    expect(state).toBe('clean');
    const opened = await open(id);
    expect(opened.statusCode).toBe(200);
    expect(opened.headers).toMatchObject({
      'content-type': 'image/jpeg',
      'content-disposition': "attachment; filename*=UTF-8''Bridge%20-b-.jpg",
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
    expect((await sharp(opened.rawPayload).metadata()).exif).toBeUndefined();
  });

  test('is never opened where something was found', async () => {
    const { id, state } = await add('x.txt', eicar);
    expect(state).toBe('infected');
    expect((await open(id)).json().code).toBe('attachment-not-clean');
  });

  test('leaves a leaf for each step, with ids alone', async () => {
    const { rows } = await sql<{ action: string; detail: object }>`
      select action, detail from audit_leaf where action like 'attachment-%' order by id`.execute(
      house.database.db,
    );
    expect(rows.map(({ action }) => action).sort()).toEqual([
      'attachment-added',
      'attachment-added',
      'attachment-opened',
    ]);
    for (const { detail } of rows) expect(Object.keys(detail).sort()).toEqual(['attachmentId', 'state']);
  });
});
