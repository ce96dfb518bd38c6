/** Opens the house, serves it, and closes it gently when asked to. */
import colours from 'picocolors';
import { type Geography, loadGeography } from '../geography/index.ts';
import {
  ConfigError,
  errorFields,
  listenWide,
  openLog,
  readConfig,
  startCluster,
} from '../platform/index.ts';
import { openAlight } from './open.ts';

const closeTimeoutMilliseconds = 10_000;

/** Serves until told to end. @param geography where it is read already, since that takes most of a second */
export async function serve(geography: Geography = loadGeography()): Promise<void> {
  const config = readConfig();
  const log = openLog(config.logLevel);
  const cluster = config.database.url ? undefined : await startCluster(config.dataFolder);
  const databaseUrl = config.database.url ?? cluster?.appUrl(config.database.name);
  if (!databaseUrl) throw new Error('There is no database to use. Set DATABASE_URL, or run script/server.');
  const authDatabaseUrl = config.database.authUrl ?? cluster?.authUrl(config.database.name);
  const alight = await openAlight({ config, databaseUrl, authDatabaseUrl, log, geography });
  const listening = await listenWide(alight.app, { host: config.host, port: config.port });
  const origin = config.port === 0 ? listening.address : config.publicOrigin;
  let closing = false;
  const close = async (signal: string) => {
    if (closing) return;
    closing = true;
    log.info('closing', { signal });
    const giveUp = setTimeout(() => process.exit(1), closeTimeoutMilliseconds);
    giveUp.unref();
    try {
      await listening.end();
      await alight.close();
      await cluster?.stop();
      process.exit(0);
    } catch (error) {
      log.error('closing failed', errorFields(error));
      process.exit(1);
    }
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void close(signal));
  const lines = [
    '',
    `  ${colours.bold('Alight')} is open on ${colours.cyan(origin)}`,
    '',
    `    Report something      ${colours.cyan(`${origin}/report`)}`,
    `    Hotline console       ${colours.cyan(`${origin}/console`)}`,
    ...(config.demo ? [`    Play the phones       ${colours.cyan(`${origin}/sandbox`)}`] : []),
    `    Look up your code     ${colours.cyan(`${origin}/receipt`)}`,
    '',
    config.demo ? '  A demonstration: nothing leaves this machine. Ctrl-C ends it.' : '  Ctrl-C ends it.',
    '',
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

/** PostgreSQL's code for a database that is not there. */
const isMissingDatabase = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === '3D000';

/** Says in words why it could not start, and ends the process. */
export function sayWhyNot(error: unknown): never {
  const words = isMissingDatabase(error)
    ? 'there is no such database yet. script/server makes it and keeps it up to date; start with that.'
    : error instanceof Error
      ? error.message
      : String(error);
  process.stderr.write(`\n${error instanceof ConfigError ? words : `Alight could not start: ${words}`}\n`);
  process.exit(1);
}

if (import.meta.main) await serve().catch(sayWhyNot);
