/**
 * Listens so that a flood does not keep anybody from being let in. Node takes one new connection from a listening socket in each turn of its
 * loop; when many come at once and each turn is long, whoever comes once waits behind all of them, before a line of ours runs. So
 * the port is listened on by several sockets, among which the kernel deals new connections out, and a turn takes one from each.
 */
import { createServer, type Server } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { App } from './http.ts';

/** So many sockets listen, and so many connections are taken in a turn. With 16, the first burst of a flood held others up for 10 s. */
const acceptors = 256;
/** So many connections wait at each; the kernel may allow fewer. */
const backlog = 4_096;
/** How long answers that are under way are waited for at the end. */
const farewellMilliseconds = 5_000;
const lookEveryMilliseconds = 20;
/** Where several sockets may listen on one port. */
const canShare = process.platform === 'linux';

const listen = (server: Server, options: object): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(options, () => {
      server.off('error', reject);
      resolve();
    });
  });
const close = (server: Server): Promise<void> => new Promise((resolve) => server.close(() => resolve()));

/** Fails where anything listens already: a port that is shared would let a second server in without a word. */
async function assertFree(at: { host: string; port: number }): Promise<void> {
  const probe = createServer();
  await listen(probe, at);
  await close(probe);
}

export interface Listening {
  readonly address: string;
  /** Lets nobody in any more, and waits a moment for the answers that are under way. */
  end(): Promise<void>;
}

/** Listens. @throws Error EADDRINUSE when something else listens there */
export async function listenWide(app: App, at: { host: string; port: number }): Promise<Listening> {
  // The system chooses a port: then nobody else can be asked for it.
  if (!canShare || at.port === 0)
    return { address: await app.listen({ ...at, backlog }), end: () => Promise.resolve() };
  await assertFree(at);
  const shared = { ...at, backlog, reusePort: true };
  const address = await app.listen(shared);
  const others: Server[] = [];
  for (let other = 1; other < acceptors; other++) {
    // As Node's own HTTP server makes its connections.
    const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) =>
      app.server.emit('connection', socket),
    );
    await listen(server, shared);
    others.push(server);
  }
  const end = async () => {
    const until = performance.now() + farewellMilliseconds;
    let open = others.length;
    for (const server of others) void close(server).then(() => open--);
    // A connection whose answer was sent would stay for the next request.
    while (open > 0 && performance.now() < until) {
      app.server.closeIdleConnections();
      await pause(lookEveryMilliseconds);
    }
  };
  return { address, end };
}
