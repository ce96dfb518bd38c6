/** The secret key behind the codes, and what is made with it. The key is a file outside the database. */
import { createHmac, createSecretKey, hash, randomBytes, timingSafeEqual } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Refusal, readOrMakeSecret } from '../platform/index.ts';
import { codeFromBytes, countWrongCode, noWrongCodes, type WrongCodes } from './core/index.ts';

const keyBytes = 32;

/** What is said of every code that opens nothing. */
export const codeNotOpen = 'code-not-open';

/** Makes codes and the hashes by which they are found. */
export interface Codes {
  /** The code of a signal; the same each time, so a repeated post gives the same answer. */
  codeOf(signalId: string): string;
  hashOf(code: string): Buffer;
  /** Tells whether a report came before; without the key nobody can try out what it may have said. */
  bodyHashOf(body: string): Buffer;
  /** Constant time. */
  same(a: Buffer, b: Buffer): boolean;
  /** Does what a code is given for. Where it opened nothing the answer waits, the longer the more wrong codes came lately; hold no connection of the database around it. */
  slowed<Done>(now: Date, work: () => Promise<Done>): Promise<Done>;
}

/** @param key 32 bytes or more */
export function openCodes(key: Buffer): Codes {
  if (key.length < keyBytes) throw new Error(`the key file must hold ${keyBytes} bytes or more`);
  // A key object: Node looks at bytes anew each time, for longer than the hash takes.
  const secret = createSecretKey(key);
  const part = (purpose: string, text: string) =>
    createHmac('sha256', secret).update(`${purpose}\0${text}`).digest();
  let wrong: WrongCodes = noWrongCodes;
  return {
    codeOf: (signalId) => codeFromBytes(part('code', signalId)),
    hashOf: (code) => part('lookup', code),
    bodyHashOf: (body) => part('body', body),
    same: (a, b) => a.length === b.length && timingSafeEqual(a, b),
    slowed: async (now, work) => {
      try {
        return await work();
      } catch (error) {
        if (error instanceof Refusal && error.code === codeNotOpen) {
          const counted = countWrongCode(wrong, now);
          wrong = counted;
          await pause(counted.waitMilliseconds);
        }
        throw error;
      }
    },
  };
}

/** What a key is stored as: enough to see it come again, and nothing else. */
export const digest = (text: string): Buffer => hash('sha256', text, 'buffer');

/** Reads the key file, or makes one that only its owner can read. */
export async function loadKey(file: string): Promise<Buffer> {
  const text = await readOrMakeSecret(file, () => randomBytes(keyBytes).toString('hex'));
  return Buffer.from(text.trim(), 'hex');
}
