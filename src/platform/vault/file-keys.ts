/**
 * Master keys in one file that only its owner reads: versioned, 256 bits each. The file is read again when it has changed, so that a
 * rotation by the command line reaches a server that is running.
 */
import { randomBytes } from 'node:crypto';
import { open, readFile, rename, rm, stat } from 'node:fs/promises';
import { z } from 'zod';
import { openBytes, sealBytes } from '../sealed.ts';
import { readOrMakeSecret } from '../secret-file.ts';
import { KeyFault, type KeyService } from './key-service.ts';

const keyBytes = 32;
const format = 'alight master keys 1';
const othersMayRead = 0o077;

const shape = z.object({
  format: z.literal(format),
  current: z.number().int().min(1),
  keys: z.record(
    z.string().regex(/^[1-9]\d{0,8}$/),
    z.base64().transform((text) => Buffer.from(text, 'base64')),
  ),
});

interface Held {
  readonly current: number;
  readonly keys: ReadonlyMap<number, Buffer>;
  /** Tells whether the file is still the one that was read. */
  readonly stamp: string;
}

const written = (current: number, keys: ReadonlyMap<number, Buffer>): string =>
  `${JSON.stringify(
    {
      format,
      current,
      keys: Object.fromEntries([...keys].map(([version, key]) => [version, key.toString('base64')])),
    },
    null,
    2,
  )}\n`;

const fresh = () => written(1, new Map([[1, randomBytes(keyBytes)]]));

const stampOf = async (file: string): Promise<string> => {
  const { ino, size, mtimeMs } = await stat(file);
  return `${ino}/${size}/${mtimeMs}`;
};

/** @throws Error in words where the file is no key file */
async function read(file: string): Promise<Held> {
  const stamp = await stampOf(file);
  const text = await readFile(file, 'utf8');
  const parsed = shape.safeParse(parsedJson(text));
  const keys = new Map(
    Object.entries(parsed.data?.keys ?? {}).map(([version, key]) => [Number(version), key]),
  );
  if (
    !parsed.success ||
    !keys.has(parsed.data.current) ||
    [...keys.values()].some((key) => key.length !== keyBytes)
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

/** Makes the file where there is none; one that is there stays as it is. */
export async function makeMasterKeys(file: string): Promise<void> {
  await readOrMakeSecret(file, fresh);
}

/**
 * Opens the file of master keys.
 * @param make whether a missing file is made; in production it must be there, since a new one would open nothing that was written before
 * @throws Error in words: it is missing, others may read it, or it is no such file
 */
export async function openFileKeys(file: string, make: boolean): Promise<KeyService> {
  if (make) await makeMasterKeys(file);
  const found = await stat(file).catch(() => undefined);
  if (!found)
    throw new Error(
      `The file of master keys ${file} is missing (ALIGHT_VAULT_KEY_FILE). Put it back: whatever was sealed with it is lost without it. For an instance that holds nothing yet, make one with npm run alight -- keys make.`,
    );
  if (found.mode & othersMayRead)
    throw new Error(
      `Others on this machine may read the file of master keys ${file}. Close it with: chmod 600 ${file}`,
    );
  let held = await read(file);

  const fileNow = async (): Promise<Held> => {
    try {
      if ((await stampOf(file)) !== held.stamp) held = await read(file);
      return held;
    } catch (error) {
      throw new KeyFault('away', error);
    }
  };

  return {
    keyId: async () => (await fileNow()).current,
    wrap: async (dataKey, place) => {
      const { current, keys } = await fileNow();
      return { version: current, bytes: sealBytes(keys.get(current)!, place, dataKey) };
    },
    unwrap: async ({ version, bytes }, place) => {
      const key = (await fileNow()).keys.get(version);
      if (!key) throw new KeyFault('unknown-version');
      try {
        return openBytes(key, place, bytes);
      } catch (error) {
        throw new KeyFault('refused', error);
      }
    },
    rotate: () => rotateFile(file),
  };
}

/** One at a time, whoever asks: the file beside it is the turn. The new file takes the old one's place whole. */
async function rotateFile(file: string): Promise<number> {
  const draft = `${file}.next`;
  const turn = await open(draft, 'wx', 0o600).catch((error: { code?: string }) => {
    if (error.code !== 'EEXIST') throw new KeyFault('away', error);
    throw new Error(
      `Another rotation is going on, or one was cut short. If none is going on, remove ${draft} and ask again.`,
    );
  });
  try {
    const { keys } = await read(file);
    const version = Math.max(...keys.keys()) + 1;
    await turn.writeFile(written(version, new Map([...keys, [version, randomBytes(keyBytes)]])));
    await turn.sync();
    await rename(draft, file);
    return version;
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  } finally {
    await turn.close();
  }
}
