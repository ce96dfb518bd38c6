/** Where a feed's files are read from: a zip or a folder. What a zip claims to be is checked before anything is unpacked. */
import { createReadStream } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import yauzl from 'yauzl';
import { Refusal } from '../platform/index.ts';

/** Bounds on what a feed may be; ten times the largest national feeds. */
export const importLimits = {
  zipBytes: 500 * 1024 * 1024,
  fileBytes: 4 * 1024 * 1024 * 1024,
  entries: 200,
  /** More than this many times its packed size, above the floor, is a bomb and no timetable. */
  ratio: 200,
  ratioFloorBytes: 10 * 1024 * 1024,
  rows: 50_000_000,
};

export const requiredFiles = [
  'agency.txt',
  'stops.txt',
  'routes.txt',
  'trips.txt',
  'stop_times.txt',
] as const;
const wantedFiles = new Set<string>([
  ...requiredFiles,
  'calendar.txt',
  'calendar_dates.txt',
  'frequencies.txt',
]);

export const refuseFeed = (code: string, detail: string) =>
  new Refusal(code, 422, 'This feed cannot be imported', `${detail} Nothing was changed.`);

export interface Source {
  readonly names: readonly string[];
  /** A folder inside that holds files of a timetable instead; a feed is packed without one. */
  readonly folder: string | undefined;
  open(name: string): Promise<Readable>;
  close(): void;
}

/** Opens a zip file, or a folder of its files. @throws Refusal */
export async function openSource(path: string): Promise<Source> {
  const kind = await stat(path).catch(() => {
    throw refuseFeed('no-such-file', 'There is no such file.');
  });
  return kind.isDirectory() ? folderSource(path) : zipSource(path, kind.size);
}

async function folderSource(path: string): Promise<Source> {
  const entries = await readdir(path, { withFileTypes: true });
  let folder: string | undefined;
  for (const entry of entries)
    if (entry.isDirectory() && (await stat(join(path, entry.name, 'stops.txt')).catch(() => undefined)))
      folder = entry.name;
  return {
    names: entries.filter((entry) => wantedFiles.has(entry.name)).map((entry) => entry.name),
    folder,
    open: async (name) => createReadStream(join(path, name)),
    close: () => {},
  };
}

async function openZip(path: string): Promise<yauzl.ZipFile> {
  const file = await open(path);
  const magic = Buffer.alloc(4);
  await file.read(magic, 0, 4, 0);
  await file.close();
  if (magic.readUInt32LE(0) !== 0x04034b50) throw refuseFeed('not-a-zip', 'The file is not a zip.');
  return promisify<string, yauzl.Options, yauzl.ZipFile>(yauzl.open)(path, {
    lazyEntries: true,
    autoClose: false,
  }).catch(() => {
    throw refuseFeed('not-a-zip', 'The zip is damaged.');
  });
}

async function zipSource(path: string, sizeBytes: number): Promise<Source> {
  if (sizeBytes > importLimits.zipBytes)
    throw refuseFeed('zip-too-large', `The zip is larger than ${importLimits.zipBytes / 1024 / 1024} MB.`);
  const zip = await openZip(path);
  const entries = new Map<string, yauzl.Entry>();
  let folder: string | undefined;
  await new Promise<void>((resolve, reject) => {
    let count = 0;
    zip.on('entry', (entry: yauzl.Entry) => {
      if (++count > importLimits.entries)
        return reject(refuseFeed('zip-too-large', `The zip holds more than ${importLimits.entries} files.`));
      if (wantedFiles.has(entry.fileName)) entries.set(entry.fileName, entry);
      else if (entry.fileName.endsWith('/stops.txt')) folder = entry.fileName.slice(0, -'/stops.txt'.length);
      zip.readEntry();
    });
    zip.once('end', resolve);
    zip.once('error', () => reject(refuseFeed('not-a-zip', 'The zip is damaged.')));
    zip.readEntry();
  }).catch((error: unknown) => {
    zip.close();
    throw error;
  });
  for (const entry of entries.values())
    if (
      entry.uncompressedSize > importLimits.fileBytes ||
      (entry.uncompressedSize > importLimits.ratioFloorBytes &&
        entry.uncompressedSize > entry.compressedSize * importLimits.ratio)
    ) {
      zip.close();
      throw refuseFeed('zip-bomb', `${entry.fileName} would unpack to far more than a timetable is.`);
    }
  return {
    names: [...entries.keys()],
    folder,
    open: (name) =>
      new Promise((resolve, reject) => {
        zip.openReadStream(entries.get(name)!, (error, stream) =>
          error ? reject(refuseFeed('not-a-zip', `${name} cannot be unpacked.`)) : resolve(stream),
        );
      }),
    close: () => zip.close(),
  };
}
