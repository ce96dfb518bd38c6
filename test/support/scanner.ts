/** A scanner that behaves as a ClamAV daemon does on its wire: it finds EICAR, calls all else clean, and can be away. */
import { createServer, type Socket } from 'node:net';
import { eicar } from './clamd.ts';

export interface StandInScanner {
  /** `host:port`, for CLAMD_ADDRESS. */
  readonly address: string;
  /** While it is away it hangs up on everybody. */
  away: boolean;
  stop(): Promise<void>;
}

const command = 'zINSTREAM\0'.length;

/** What was streamed, once it is whole. */
function streamed(all: Buffer): Buffer | undefined {
  const parts: Buffer[] = [];
  for (let at = command; at + 4 <= all.length; ) {
    const length = all.readUInt32BE(at);
    if (length === 0) return Buffer.concat(parts);
    parts.push(all.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return undefined;
}

export async function startScanner(): Promise<StandInScanner> {
  const open = new Set<Socket>();
  const scanner = { address: '', away: false, stop: async () => {} };
  const server = createServer((socket) => {
    if (scanner.away) return void socket.destroy();
    open.add(socket);
    let all = Buffer.alloc(0);
    socket.on('error', () => undefined);
    socket.on('close', () => open.delete(socket));
    socket.on('data', (part) => {
      all = Buffer.concat([all, part]);
      const bytes = streamed(all);
      if (bytes) socket.end(bytes.includes(eicar) ? 'stream: Eicar-Test-Signature FOUND\0' : 'stream: OK\0');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  scanner.address = `127.0.0.1:${(server.address() as { port: number }).port}`;
  scanner.stop = async () => {
    for (const socket of open) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  };
  return scanner;
}
