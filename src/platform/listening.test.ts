/** A port that several sockets listen on: every connection is answered, nobody else gets in beside us, and it ends. */
import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { readConfig } from './config.ts';
import { type App, openHttp } from './http.ts';
import { type Listening, listenWide } from './listening.ts';
import { openLog } from './log.ts';

const host = '127.0.0.1';
const connections = 300;

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, host);
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}

describe('listening on several sockets', () => {
  const open: { app: App; listening?: Listening }[] = [];
  const serve = async (port: number) => {
    const app = await openHttp(readConfig({ LOG_LEVEL: 'silent' }), openLog('silent'));
    app.get('/hello', async () => 'hello');
    const one: (typeof open)[number] = { app };
    open.push(one);
    await app.ready();
    one.listening = await listenWide(app, { host, port });
    return one.listening;
  };
  afterEach(async () => {
    for (const { app, listening } of open.splice(0)) {
      await listening?.end();
      await app.close();
    }
  });

  test('answers whoever comes, however many at once, and ends soon though they would stay', async () => {
    const port = await freePort();
    const { address, end } = await serve(port);
    const answers = await Promise.all(
      Array.from({ length: connections }, () => fetch(`${address}/hello`).then((answer) => answer.text())),
    );
    expect(new Set(answers)).toEqual(new Set(['hello']));
    await end();
    await open[0]!.app.close();
    await expect(fetch(`${address}/hello`)).rejects.toThrow();
    expect(address).toBe(`http://${host}:${port}`);
  });

  test('a second server on the same port is refused, not let in without a word', async () => {
    const port = await freePort();
    await serve(port);
    await expect(serve(port)).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});
