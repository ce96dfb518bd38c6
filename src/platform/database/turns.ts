/**
 * Several programs share one cluster: they start and stop it one after the other, and it stays while one of them is on its way to
 * it. A program that ended without a word does not count.
 */
import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const turnTimeoutMilliseconds = 120_000;
const turnPollMilliseconds = 50;

/** Waits until nobody else has the lock file, and takes it; one left behind by a process that is gone does not count. */
export async function takeTurn(file: string): Promise<() => Promise<void>> {
  const until = performance.now() + turnTimeoutMilliseconds;
  for (;;) {
    try {
      await writeFile(file, String(process.pid), { flag: 'wx', mode: 0o600 });
      return () => rm(file, { force: true });
    } catch (error) {
      if ((error as { code?: string }).code !== 'EEXIST') throw error;
    }
    const holder = Number(await readFile(file, 'utf8').catch(() => ''));
    if (holder > 0 && !isRunning(holder)) await rm(file, { force: true });
    if (performance.now() > until)
      throw new Error(
        `Another process has been starting PostgreSQL for two minutes. If none is, delete ${file}.`,
      );
    await new Promise((resolve) => setTimeout(resolve, turnPollMilliseconds));
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { code?: string }).code === 'EPERM';
  }
}

/**
 * Says that this program uses the cluster, also before it has connected. Call it with the turn taken.
 * @returns a function that takes it back, and says whether anybody else uses the cluster
 */
export async function enroll(folder: string): Promise<() => Promise<boolean>> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const own = `${process.pid}.${randomBytes(4).toString('hex')}`;
  await writeFile(join(folder, own), '');
  return async () => {
    await rm(join(folder, own), { force: true });
    let others = false;
    for (const name of await readdir(folder).catch(() => [])) {
      if (isRunning(Number(name.split('.')[0]))) others = true;
      else await rm(join(folder, name), { force: true });
    }
    return others;
  };
}
