/**
 * A checkpoint: how long the log is and what its root is, as a signed note. Formats: C2SP tlog-checkpoint and signed-note, so that
 * witnesses and tools of others can read it. Pure: signing and verifying are given.
 */

export interface Checkpoint {
  /** The log's name, such as `alight.example/audit`: no spaces, no plus. */
  readonly origin: string;
  readonly size: number;
  /** 32 bytes. */
  readonly root: Uint8Array;
}

export interface Base64 {
  encode(bytes: Uint8Array): string;
  /** Null when it is not base64. */
  decode(text: string): Uint8Array | null;
}

/** The text that is signed: three lines, each ended. */
export const checkpointText = ({ origin, size, root }: Checkpoint, base64: Base64): string =>
  `${origin}\n${size}\n${base64.encode(root)}\n`;

const sizeShape = /^(0|[1-9]\d{0,15})$/;
const rootBytes = 32;

/** Reads the text of a checkpoint; null when it is none. Lines after the third belong to extensions and are passed over. */
export function readCheckpointText(text: string, base64: Base64): Checkpoint | null {
  const [origin, size, rootText, ...rest] = text.split('\n');
  if (!origin || size === undefined || rootText === undefined || rest.length === 0) return null;
  const root = base64.decode(rootText);
  if (!sizeShape.test(size) || !Number.isSafeInteger(Number(size)) || root?.length !== rootBytes) return null;
  return { origin, size: Number(size), root };
}

/** One signature of a note: who signed, four bytes that tell the key, and the signature itself. */
export interface NoteSignature {
  readonly name: string;
  readonly keyId: Uint8Array;
  readonly signature: Uint8Array;
}

const keyIdBytes = 4;

/** A note: text, an empty line, and a line for each signature. */
export function writeNote(text: string, signatures: readonly NoteSignature[], base64: Base64): string {
  const lines = signatures.map(({ name, keyId, signature }) => {
    const bytes = new Uint8Array(keyIdBytes + signature.length);
    bytes.set(keyId.subarray(0, keyIdBytes));
    bytes.set(signature, keyIdBytes);
    return `— ${name} ${base64.encode(bytes)}\n`;
  });
  return `${text}\n${lines.join('')}`;
}

/** Reads a note; null when it is none. */
export function readNote(note: string, base64: Base64): { text: string; signatures: NoteSignature[] } | null {
  const end = note.lastIndexOf('\n\n');
  if (end < 0 || !note.endsWith('\n')) return null;
  const lines = note.slice(end + 2, -1).split('\n');
  const signatures = lines.flatMap((line) => {
    const [, name, text] = /^— (\S+) (\S+)$/.exec(line) ?? [];
    const bytes = text ? base64.decode(text) : null;
    if (!name || !bytes || bytes.length <= keyIdBytes) return [];
    return [{ name, keyId: bytes.subarray(0, keyIdBytes), signature: bytes.subarray(keyIdBytes) }];
  });
  return signatures.length === lines.length ? { text: note.slice(0, end + 1), signatures } : null;
}
