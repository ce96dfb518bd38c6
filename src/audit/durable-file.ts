/** A file that is whole or not there, and on the disk before it counts. */
import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Writes or replaces the file, readable by its owner only. */
export async function writeDurably(file: string, text: string): Promise<void> {
  const draft = `${file}.draft`;
  const handle = await open(draft, 'w', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(draft, file);
  const folder = await open(dirname(file), 'r');
  await folder.sync().finally(() => folder.close());
}
