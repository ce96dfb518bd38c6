/**
 * Readies a checkout: builds the pages when their sources changed, and boots and migrates the database, both at once.
 * Progress goes to standard error, one line a step.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import { type Config, migrate, readConfig, startCluster } from '../src/platform/index.ts';

const say = (words: string) => process.stderr.write(`  ${words}\n`);

async function filesUnder(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true, recursive: true }).catch(() => undefined);
  if (!entries) return [path];
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** What the built pages are made of. */
async function digestOfPages(): Promise<string> {
  const cores = (await readdir('src')).map((room) => join('src', room, 'core'));
  const roots = [
    'web',
    'locales',
    'content',
    // Shown as it is, through a link in web/public.
    'docs/guides/partner-api.md',
    ...cores,
    'vite.config.ts',
    'react-router.config.ts',
    'package-lock.json',
  ];
  const files = (await Promise.all(roots.map(filesUnder))).flat().sort();
  const hash = createHash('sha256');
  for (const file of files) {
    const bytes = await readFile(file).catch(() => undefined);
    if (bytes) hash.update(file).update('\0').update(bytes);
  }
  return hash.digest('hex');
}

/** Builds the pages unless what is built is what would be built. */
export async function buildPages(): Promise<void> {
  const stamp = join('build', '.digest');
  const digest = await digestOfPages();
  if ((await readFile(stamp, 'utf8').catch(() => '')) === digest) return;
  say('building the pages');
  await new Promise<void>((resolve, reject) => {
    const words: Buffer[] = [];
    const child = spawn(process.execPath, ['node_modules/@react-router/dev/bin.cjs', 'build'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.on('data', (chunk: Buffer) => words.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => words.push(chunk));
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0
        ? resolve()
        : reject(new Error(`The pages could not be built:\n${Buffer.concat(words).toString()}`)),
    );
  });
  await packFiles(join('build', 'client'));
  await mkdir('build', { recursive: true });
  await writeFile(stamp, digest);
}

/** What gets smaller by packing; the server sends whichever a browser takes. Pages are never packed: what is secret is in them. */
const packed = new Set(['.css', '.js', '.json', '.svg']);

/** Puts each file beside itself, packed twice over: once now, and not each time that somebody asks. */
async function packFiles(folder: string): Promise<void> {
  for (const file of await filesUnder(folder)) {
    if (!packed.has(extname(file))) continue;
    const bytes = await readFile(file);
    await writeFile(`${file}.br`, await promisify(brotliCompress)(bytes));
    await writeFile(`${file}.gz`, await promisify(gzip)(bytes, { level: 9 }));
  }
}

/** Boots our own PostgreSQL unless DATABASE_URL names another, and migrates. */
export async function prepareDatabase(config: Config): Promise<void> {
  const { url, migratorUrl, name } = config.database;
  if (url) {
    if (migratorUrl) await migrate(migratorUrl, (file) => say(`migrating: ${file}`));
    return;
  }
  const cluster = await startCluster(config.dataFolder, say);
  await cluster.ensureDatabase(name);
  await migrate(cluster.migratorUrl(name), (file) => say(`migrating: ${file}`));
  await cluster.leave();
}

/** Pages and database, both at once. */
export async function prepare(): Promise<void> {
  await Promise.all([buildPages(), prepareDatabase(readConfig())]);
}
