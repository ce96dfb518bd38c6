/**
 * Server-sent events over a connection that stays open: a heartbeat, a bounded buffer, and an end when the server closes. Whoever reads
 * too slowly is let go and comes back with the number of the last thing it has; nothing is kept for it here.
 */
import type { FastifyReply } from 'fastify';
import type { App } from './http.ts';
import { Refusal } from './refusal.ts';

const heartbeatMilliseconds = 15_000;
/** What may lie unread for one reader. */
const unreadLimitBytes = 256 * 1024;

/** One reader. */
export interface EventStream {
  readonly open: boolean;
  /** Sends one event; a reader for whom too much lies unread is let go. */
  send(name: string, data: unknown, id?: number): void;
  /** Ends it cleanly, after what was sent. */
  end(): void;
  /** Lets the reader go at once; it may come back. */
  drop(): void;
  onceClosed(done: () => void): void;
}

/** All open streams of a server, so that it can close. */
export interface EventStreams {
  /**
   * Answers with a stream. Called last in a handler.
   * @param stillThere asked at each heartbeat; false ends the stream
   * @throws Refusal too-many-streams
   */
  open(reply: FastifyReply, stillThere?: () => Promise<boolean>): EventStream;
}

/** @param limit how many may be open at once, so that streams cannot use up the server */
export function openEventStreams(app: App, limit: number): EventStreams {
  const streams = new Set<EventStream>();
  const heartbeats = new Map<EventStream, () => void>();
  const timer = setInterval(() => {
    for (const beat of heartbeats.values()) beat();
  }, heartbeatMilliseconds);
  timer.unref();
  app.addHook('preClose', async () => {
    clearInterval(timer);
    for (const stream of streams) stream.drop();
  });
  return {
    open: (reply, stillThere) => {
      if (streams.size >= limit)
        throw new Refusal(
          'too-many-streams',
          503,
          'Too many open pages',
          'Reload in a minute; nothing is lost.',
        );
      reply.hijack();
      const { raw } = reply;
      raw.writeHead(200, {
        ...(reply.getHeaders() as Record<string, string>),
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      });
      const write = (text: string) => {
        if (raw.destroyed || raw.writableEnded) return;
        raw.write(text);
        if (raw.writableLength > unreadLimitBytes) raw.destroy();
      };
      const stream: EventStream = {
        get open() {
          return !raw.destroyed && !raw.writableEnded;
        },
        send: (name, data, id) =>
          write(`${id === undefined ? '' : `id: ${id}\n`}event: ${name}\ndata: ${JSON.stringify(data)}\n\n`),
        end: () => raw.end(),
        drop: () => raw.destroy(),
        // Whoever has gone before it began is heard of as well: what was opened for them would stay for good.
        onceClosed: (done) => (raw.destroyed ? setImmediate(done) : raw.once('close', done)),
      };
      streams.add(stream);
      heartbeats.set(stream, () => {
        if (!stillThere) return write(': still here\n\n');
        stillThere().then(
          (there) => (there ? write(': still here\n\n') : raw.destroy()),
          () => raw.destroy(),
        );
      });
      stream.onceClosed(() => {
        streams.delete(stream);
        heartbeats.delete(stream);
      });
      write(': here\n\n');
      return stream;
    },
  };
}
