/**
 * Master keys in one file that only its owner reads: versioned, 256 bits each, and able to forget a record (punctured.ts). The file is
 * read again when it has changed, so that a rotation by the command line reaches a server that is running. What is forgotten makes the
 * file longer, by about 16 KB a record and master key.
 */
import { statSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { z } from 'zod';
import { openBytes, sealBytes } from '../sealed.ts';
import { readOrMakeSecret } from '../secret-file.ts';
import { KeyFault, type KeyPlace, type KeyService, type KnownKey, type WrappedKey } from './key-service.ts';
import { forget, freshSeeds, isSeed, recordKey, type Seeds } from './punctured.ts';

const format = 'alight master keys 2';
const othersMayRead = 0o077;
const turnTries = 20;
const longestTurnMilliseconds = 60_000;
const turnMilliseconds = 50;

const shape = z.object({
  format: z.literal(format),
  current: z.number().int().min(1),
  keys: z.record(
    z.string().regex(/^[1-9]\d{0,8}$/),
    z.record(z.string(), z.string()).transform((seeds): Seeds => new Map(Object.entries(seeds))),
  ),
});

interface Held {
  readonly current: number;
  readonly keys: ReadonlyMap<number, Seeds>;
  /** Tells whether the file is still the one that was read. */
  readonly stamp: string;
}

const written = (current: number, keys: ReadonlyMap<number, Seeds>): string =>
  `${JSON.stringify(
    {
      format,
      current,
      keys: Object.fromEntries([...keys].map(([version, seeds]) => [version, Object.fromEntries(seeds)])),
    },
    null,
    2,
  )}\n`;

const fresh = () => written(1, new Map([[1, freshSeeds()]]));

/** Asked before each key that is wrapped or opened, so at once: waiting for a thread takes longer than the answer. */
const stampOf = (file: string): string => {
  const { ino, size, mtimeMs } = statSync(file);
  return `${ino}/${size}/${mtimeMs}`;
};

/** @throws Error in words where the file is no key file, or others may read it */
async function read(file: string): Promise<Held> {
  if ((await stat(file)).mode & othersMayRead)
    throw new Error(
      `Others on this machine may read the file of master keys ${file}. Close it with: chmod 600 ${file}`,
    );
  const stamp = stampOf(file);
  const text = await readFile(file, 'utf8');
  const parsed = shape.safeParse(parsedJson(text));
  const keys = new Map(
    Object.entries(parsed.data?.keys ?? {}).map(([version, key]) => [Number(version), key]),
  );
  if (
    !parsed.success ||
    !keys.has(parsed.data.current) ||
    [...keys.values()].some((seeds) => ![...seeds].every(([path, seed]) => isSeed(path, seed)))
  )
    throw new Error(
      `The file of master keys ${file} cannot be read as one. Put back the copy that you keep apart from the data: without it every report stays closed.`,
    );
  return { current: parsed.data.current, keys, stamp };
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Some of what was wrapped here before: master keys that open none of it belong to another place. None: this place is new. */
export type KnownKeys = () => Promise<readonly KnownKey[]>;

/** The file is one of master keys, and not the one under which anything here was sealed. */
export class OtherMasterKeys extends Error {
  constructor(file: string) {
    super(
      `The file of master keys ${file} belongs to another instance (ALIGHT_VAULT_KEY_FILE): it opens nothing that was sealed here. Put back the copy that belongs to this one.`,
    );
    this.name = 'OtherMasterKeys';
  }
}

/** The file as it is now. @throws Error in words, as `read`; OtherMasterKeys */
async function readOurs(file: string, known: KnownKeys): Promise<Held> {
  const held = await read(file);
  const keys = await known();
  if (keys.length > 0 && !keys.some((key) => opens(held, key))) throw new OtherMasterKeys(file);
  return held;
}

/** What was forgotten on purpose was forgotten by these. */
function opens(held: Held, { wrapped, place }: KnownKey): boolean {
  try {
    unwrapped(held, wrapped, place);
    return true;
  } catch (error) {
    return error instanceof KeyFault && error.kind === 'forgotten';
  }
}

/** @throws KeyFault `unknown-version`, `forgotten`, `refused` */
function unwrapped({ keys }: Held, { version, bytes }: WrappedKey, place: KeyPlace): Buffer {
  const seeds = keys.get(version);
  if (!seeds) throw new KeyFault('unknown-version');
  const key = recordKey(seeds, place.recordId);
  if (!key) throw new KeyFault('forgotten');
  try {
    return openBytes(key, place.words, bytes);
  } catch (error) {
    throw new KeyFault('refused', error);
  }
}

const nothingKnown: KnownKeys = async () => [];

/** Makes the file where there is none; one that is there stays as it is. */
export async function makeMasterKeys(file: string): Promise<void> {
  await readOrMakeSecret(file, fresh);
}

/**
 * Opens the file of master keys.
 * @param make whether a missing file is made; in production it must be there, since a new one would open nothing that was written before
 * @param known asked each time that the file is read
 * @throws Error in words: it is missing, others may read it, or it is no such file; OtherMasterKeys
 */
export async function openFileKeys(
  file: string,
  make: boolean,
  known: KnownKeys = nothingKnown,
): Promise<KeyService> {
  if (make) await makeMasterKeys(file);
  if (!(await isThere(file))) throw new Error(missingWords(file));
  return serviceOf(file, known, await readOurs(file, known));
}

/** The same, for a file that is not there now, or is another one: a service that does not answer until it is. */
export const openAbsentKeys = (file: string, known: KnownKeys = nothingKnown): KeyService =>
  serviceOf(file, known, undefined);

/** Whether something is at this path. */
export const isThere = (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    (error: unknown) => {
      if ((error as { code?: string }).code === 'ENOENT') return false;
      throw error;
    },
  );

/** What to say where the file is missing. */
export const missingWords = (file: string): string =>
  `The file of master keys ${file} is missing (ALIGHT_VAULT_KEY_FILE). Put it back: whatever was sealed with it is lost without it. For an instance that holds nothing yet, make one with npm run alight -- keys make.`;

function serviceOf(file: string, known: KnownKeys, first: Held | undefined): KeyService {
  let held = first;

  const fileNow = async (): Promise<Held> => {
    try {
      if (!held || stampOf(file) !== held.stamp) held = await readOurs(file, known);
      return held;
    } catch (error) {
      throw new KeyFault('away', error);
    }
  };

  return {
    keyId: async () => (await fileNow()).current,
    wrap: async (dataKey, place) => {
      const { current, keys } = await fileNow();
      const key = recordKey(keys.get(current)!, place.recordId);
      if (!key) throw new KeyFault('forgotten');
      return { version: current, bytes: sealBytes(key, place.words, dataKey) };
    },
    unwrap: async (wrapped, place) => unwrapped(await fileNow(), wrapped, place),
    rotate: async () => {
      const { current } = await change(file, known, ({ keys }) => {
        const version = Math.max(...keys.keys()) + 1;
        return { current: version, keys: new Map([...keys, [version, freshSeeds()]]) };
      });
      return current;
    },
    forget: async (recordIds) => {
      await change(file, known, ({ current, keys }) => ({
        current,
        keys: new Map([...keys].map(([version, seeds]) => [version, recordIds.reduce(forget, seeds)])),
      }));
    },
  };
}

/** One at a time, whoever asks: the file beside it is the turn. The new file takes the old one's place whole. */
async function change(
  file: string,
  known: KnownKeys,
  to: (held: Held) => Pick<Held, 'current' | 'keys'>,
): Promise<Pick<Held, 'current' | 'keys'>> {
  const draft = `${file}.next`;
  const turn = await turnOf(draft);
  try {
    // What another place forgets, this one would go on opening.
    const changed = to(await readOurs(file, known));
    await turn.writeFile(written(changed.current, changed.keys));
    await turn.sync();
    await rename(draft, file);
    // Not before the folder says so too is what was there before out of reach.
    const folder = await open(dirname(file), 'r');
    await folder.sync().finally(() => folder.close());
    return changed;
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  } finally {
    await turn.close();
  }
}

/**
 * Somebody else's turn is short. One that stands for a minute was cut short, and nothing of it counts: the file takes its place whole
 * or not at all. It must not keep what was destroyed from being forgotten until a human comes.
 */
async function turnOf(draft: string): Promise<FileHandle> {
  for (let tried = 0; ; tried++) {
    try {
      return await open(draft, 'wx', 0o600);
    } catch (error) {
      if ((error as { code?: string }).code !== 'EEXIST') throw new KeyFault('away', error);
      if (await isLeftOver(draft)) await rm(draft, { force: true });
      if (tried >= turnTries)
        throw new Error(
          `Somebody else is changing the master keys, or was cut short. If nobody is, remove ${draft} and ask again.`,
        );
      await setTimeout(turnMilliseconds);
    }
  }
}

const isLeftOver = async (draft: string): Promise<boolean> => {
  const found = await stat(draft).catch(() => undefined);
  return found !== undefined && Date.now() - found.mtimeMs > longestTurnMilliseconds;
};
