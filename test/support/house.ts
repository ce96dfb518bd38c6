/** A whole house in this process for flow tests: real database, a clock that stands until it is moved, no polling. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LightMyRequestResponse } from 'fastify';
import { type Alight, openAlight } from '../../src/main/open.ts';
import { type Log, readConfig, StandingClock } from '../../src/platform/index.ts';
import { openTestDatabase, type TestDatabase } from './database.ts';

export const advocateId = '01900000-0000-7000-8000-000000000001';
export const supervisorId = '01900000-0000-7000-8000-000000000003';
export const administratorId = '01900000-0000-7000-8000-000000000004';

/** Each line that was logged, to be searched for what must not be there. */
export interface Listening extends Log {
  readonly lines: string[];
}

function listeningLog(): Listening {
  const lines: string[] = [];
  const write = (level: string) => (message: string, fields?: object) =>
    void lines.push(JSON.stringify({ level, message, ...fields }));
  return { lines, debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}

export interface House {
  /** Where its keys are. */
  readonly folder: string;
  readonly alight: Alight;
  readonly clock: StandingClock;
  readonly database: TestDatabase;
  readonly log: Listening;
  /** Calls a route; a JSON body unless it is a text or bytes. */
  call(
    method: 'GET' | 'POST',
    url: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<LightMyRequestResponse>;
  asAdvocate(method: 'GET' | 'POST', url: string, body?: unknown): Promise<LightMyRequestResponse>;
  /** Moves time, doing what falls due on the way. */
  wait(seconds: number): Promise<void>;
  close(): Promise<void>;
}

/** Opens a house. @param at what time it is; 12 February 2026, 10:50 in Missouri unless said */
export async function openHouse(
  at = new Date('2026-02-12T16:50:00Z'),
  pages = false,
  settings: Readonly<Record<string, string>> = {},
): Promise<House> {
  const database = await openTestDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'alight-house-'));
  const clock = new StandingClock(at);
  const log = listeningLog();
  const config = readConfig({
    ALIGHT_DATA_FOLDER: folder,
    ALIGHT_VAULT_KEY_FILE: database.vaultKeyFile,
    LOG_LEVEL: 'silent',
    ...settings,
  });
  const alight = await openAlight({
    config,
    databaseUrl: database.url,
    authDatabaseUrl: database.authUrl,
    log,
    clock,
    polling: false,
    pages,
  });
  const call: House['call'] = (method, url, body, headers = {}) =>
    alight.app.inject({
      method,
      url,
      headers: {
        host: 'localhost:8080',
        ...(body !== undefined && !headers['content-type'] ? { 'content-type': 'application/json' } : {}),
        ...headers,
      },
      ...(body === undefined
        ? {}
        : { payload: typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body) }),
    });
  return {
    folder,
    alight,
    clock,
    database,
    log,
    call,
    asAdvocate: (method, url, body) => call(method, url, body, { 'alight-actor': advocateId }),
    wait: async (seconds) => {
      const to = new Date(clock.now().getTime() + seconds * 1000);
      await alight.loop.drain();
      for (;;) {
        const next = await alight.loop.nextAt();
        if (!next || next > to) break;
        clock.moveTo(next);
        await alight.loop.drain();
      }
      clock.moveTo(to);
      await alight.loop.drain();
    },
    close: async () => {
      await alight.close();
      await database.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
