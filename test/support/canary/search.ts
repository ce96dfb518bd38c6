/** Looks for marked words in every form in which bytes may hold them. */
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** A secret as text, in UTF-16, hexadecimal and base64, in whichever of the three ways it may fall into it. */
export function formsOf(secret: string): ReadonlyMap<string, Buffer> {
  const bytes = Buffer.from(secret);
  const hex = bytes.toString('hex');
  const base64 = [0, 1, 2].map((shift) => {
    const padded = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
    // The first and the last characters hold bits of the neighbours.
    return padded.slice(shift === 0 ? 0 : shift + 1, padded.length - 4);
  });
  return new Map([
    ['text', bytes],
    ['UTF-16', Buffer.from(secret, 'utf16le')],
    ['UTF-16 the other way round', Buffer.from(secret, 'utf16le').swap16()],
    ['hexadecimal', Buffer.from(hex)],
    ['hexadecimal in capitals', Buffer.from(hex.toUpperCase())],
    ...base64.map((text, n) => [`base64 at ${n}`, Buffer.from(text)] as const),
  ]);
}

type Secrets = ReadonlyMap<string, ReadonlyMap<string, Buffer>>;

/** Which secrets some bytes hold, and in which form. */
export function foundIn(bytes: Buffer, secrets: Secrets): string[] {
  const found: string[] = [];
  for (const [name, forms] of secrets)
    for (const [form, looked] of forms) if (bytes.includes(looked)) found.push(`${name} as ${form}`);
  return found;
}

const pieceBytes = 4 * 1024 * 1024;
const overlapBytes = 512;

/** Reads a file piece by piece, so that a large one fits; what lies across two pieces is found too. */
async function foundInFile(file: string, secrets: Secrets): Promise<string[]> {
  const found = new Set<string>();
  let tail = Buffer.alloc(0);
  for await (const piece of createReadStream(file, { highWaterMark: pieceBytes })) {
    const bytes = Buffer.concat([tail, piece as Buffer]);
    for (const one of foundIn(bytes, secrets)) found.add(`${file}: ${one}`);
    tail = bytes.subarray(-overlapBytes);
  }
  return [...found];
}

/**
 * Every file under a folder.
 * @param since when the secrets came to be: what was last written before holds none of them
 * @returns what was found, and how many bytes were looked at
 */
export async function searchFolder(
  folder: string,
  secrets: Secrets,
  since = new Date(0),
): Promise<{ found: string[]; bytes: number }> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const found: string[] = [];
  let bytes = 0;
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    // A file that goes away while others work beside us held nothing of ours that stays.
    const size = await stat(file).then(
      (found) => (found.mtime < since ? 0 : found.size),
      () => 0,
    );
    if (size === 0) continue;
    bytes += size;
    found.push(...(await foundInFile(file, secrets).catch(() => [])));
  }
  return { found, bytes };
}
