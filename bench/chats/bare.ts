/**
 * The peer of the chats' bench: a server of few lines that puts each message in with one durable insert and hands it on to the open pages.
 * It knows no codes, seals nothing, logs nothing, and asks nobody who they are: what it takes is the least that storing and telling takes.
 */
import { createServer, type ServerResponse } from 'node:http';
import pg from 'pg';

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 16 });
const followers = new Map<string, Set<ServerResponse>>();

const server = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  if (pathname === '/follow') {
    const id = searchParams.get('id') ?? '';
    const set = followers.get(id) ?? new Set();
    followers.set(id, set.add(response));
    response.writeHead(200, { 'content-type': 'text/event-stream' }).write('event: chat\ndata: {}\n\n');
    response.once('close', () => set.delete(response));
    return;
  }
  let body = '';
  request.setEncoding('utf8').on('data', (piece: string) => {
    body += piece;
  });
  request.once('end', async () => {
    const { id, text } = JSON.parse(body) as { id: string; text: string };
    const { rows } = await pool.query<{ sequence: number }>({
      name: 'say',
      text: 'insert into bench_said (chat, said) values ($1, $2) returning sequence',
      values: [id, text],
    });
    const { sequence } = rows[0]!;
    const event = `event: message\ndata: ${JSON.stringify({ sequence, text })}\n\n`;
    for (const follower of followers.get(id) ?? []) follower.write(event);
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ sequence }));
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address && typeof address === 'object') process.stdout.write(`${address.port}\n`);
});
