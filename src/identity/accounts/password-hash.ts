/**
 * How a password is kept: by scrypt, with what it costs written beside it, so that it can cost more one day and the old ones still open.
 * Source: OWASP Password Storage Cheat Sheet, which names these parameters (N 2^15, r 8, p 3) among its equals; of those they take least
 * memory, 32 MiB, so that guesses at the door cannot fill the machine.
 */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { verifyPassword as verifyAsBefore } from 'better-auth/crypto';

interface Cost {
  readonly logN: number;
  readonly r: number;
  readonly p: number;
}

const cost: Cost = { logN: 15, r: 8, p: 3 };
const saltBytes = 16;
const keyBytes = 32;
/** What scrypt needs (128·N·r bytes) and as much again, as node counts it. */
const memoryBytes = ({ logN, r }: Cost): number => 256 * 2 ** logN * r;

const derive = (password: string, salt: Buffer, { logN, r, p }: Cost): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const options = { N: 2 ** logN, r, p, maxmem: memoryBytes({ logN, r, p }) };
    scrypt(password.normalize('NFKC'), salt, keyBytes, options, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });

export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(saltBytes);
  const key = await derive(password, salt, cost);
  return `scrypt$${cost.logN}$${cost.r}$${cost.p}$${salt.toString('base64url')}$${key.toString('base64url')}`;
}

/** Whether a password is the one of a hash: ours, or one that better-auth made before. */
export async function verifyPassword({
  hash,
  password,
}: {
  hash: string;
  password: string;
}): Promise<boolean> {
  const [, logN, r, p, salt, key] =
    /^scrypt\$(1[4-9])\$(\d{1,2})\$(\d{1,2})\$([\w-]+)\$([\w-]+)$/.exec(hash) ?? [];
  if (!salt || !key) return verifyAsBefore({ hash, password });
  const kept = Buffer.from(key, 'base64url');
  const found = await derive(password, Buffer.from(salt, 'base64url'), {
    logN: Number(logN),
    r: Number(r),
    p: Number(p),
  });
  return kept.length === found.length && timingSafeEqual(kept, found);
}
