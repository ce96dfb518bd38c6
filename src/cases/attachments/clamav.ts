/**
 * Asks a ClamAV daemon, by its INSTREAM command, whether bytes hold something harmful. Whatever goes wrong is "not judged" and
 * never "clean": a daemon that is away, slow, over its limits, or says what we do not know.
 */
import { connect, type Socket } from 'node:net';

const chunkBytes = 64 * 1024;
const answerLimitBytes = 4_096;
const scanMilliseconds = 20_000;

export type Verdict = 'clean' | 'infected' | 'not-judged';

/** Judges bytes; never throws. */
export interface Scanner {
  scan(bytes: Uint8Array): Promise<Verdict>;
}

/** Where no scanner is configured nothing is judged, and so nothing is opened. */
export const noScanner: Scanner = { scan: async () => 'not-judged' };

/**
 * @param address `host:port`, or the path of a Unix socket
 * @param milliseconds for one whole scan
 */
export function clamavScanner(address: string, milliseconds = scanMilliseconds): Scanner {
  const [, host, port] = /^\[?([^/]+?)\]?:(\d+)$/.exec(address) ?? [];
  const open = (): Socket => (host && port ? connect(Number(port), host) : connect(address));
  return {
    scan: (bytes) =>
      new Promise((resolve) => {
        const socket = open();
        let answer = '';
        const end = (verdict: Verdict) => {
          clearTimeout(timer);
          socket.destroy();
          resolve(verdict);
        };
        const timer = setTimeout(() => end('not-judged'), milliseconds);
        socket.on('error', () => end(verdictOf(answer)));
        socket.on('close', () => end(verdictOf(answer)));
        socket.on('data', (part) => {
          answer += part.toString('utf8');
          if (answer.length > answerLimitBytes) end('not-judged');
          else if (answer.includes('\0')) end(verdictOf(answer));
        });
        socket.on('connect', () => {
          socket.write('zINSTREAM\0');
          for (let at = 0; at < bytes.length; at += chunkBytes) {
            const chunk = bytes.subarray(at, at + chunkBytes);
            const length = Buffer.alloc(4);
            length.writeUInt32BE(chunk.length);
            socket.write(length);
            socket.write(chunk);
          }
          socket.write(Buffer.alloc(4));
        });
      }),
  };
}

/** What the daemon's whole answer means. With `AlertExceedsMax` a file over its limits is "FOUND" as well, and is no virus. */
function verdictOf(answer: string): Verdict {
  const said = /^stream: (.*)\0$/s.exec(answer)?.[1];
  if (said === 'OK') return 'clean';
  if (said?.endsWith(' FOUND')) return said.includes('Limits.Exceeded') ? 'not-judged' : 'infected';
  return 'not-judged';
}
