/** A real ClamAV daemon that knows one harmless signature, EICAR, and needs no network. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const program = ['/usr/sbin/clamd', '/opt/homebrew/sbin/clamd'].find((path) => existsSync(path));
const startMilliseconds = 30_000;
const lookMilliseconds = 50;
/** Above this, and below what a stream may hold, a file exceeds the daemon's limit. */
export const clamdFileLimitBytes = 1024 * 1024;

/** Put together here, so that no scanner takes this source for what it is about. */
export const eicar = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE', '!$H+H*'].join(
  '',
);

export const hasClamd = program !== undefined;

/** Stands in the name of what is skipped without it, so that nobody takes it for tried. */
export const whyNoClamd = hasClamd ? '' : ' (skipped: there is no clamd here; see CONTRIBUTING.md)';

/** Starts the daemon. @returns the path of its socket, and how to stop it */
export async function startClamd(): Promise<{ readonly socket: string; readonly stop: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'alight-clamd-'));
  const socket = join(folder, 'socket');
  await writeFile(
    join(folder, 'eicar.ndb'),
    `Eicar-Test-Signature:0:*:${Buffer.from(eicar).toString('hex')}`,
  );
  await writeFile(
    join(folder, 'clamd.conf'),
    [
      'Foreground yes',
      `LocalSocket ${socket}`,
      `DatabaseDirectory ${folder}`,
      'AlertExceedsMax yes',
      'StreamMaxLength 12M',
      `MaxFileSize ${clamdFileLimitBytes}`,
    ].join('\n'),
  );
  const daemon: ChildProcess = spawn(program!, ['-c', join(folder, 'clamd.conf')], { stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => daemon.once('exit', () => resolve()));
  for (const end = performance.now() + startMilliseconds; !existsSync(socket); ) {
    if (performance.now() > end || daemon.exitCode !== null) throw new Error('clamd did not start');
    await new Promise((resolve) => setTimeout(resolve, lookMilliseconds));
  }
  return {
    socket,
    stop: async () => {
      daemon.kill();
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
