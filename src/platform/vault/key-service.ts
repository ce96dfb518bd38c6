/**
 * The port to whatever keeps the master keys: a file here, a key service elsewhere. Data keys go in and come out; master keys never
 * do. `test/support/key-service.ts` holds what every adapter must do. Source: security.md 8, 10, 27.
 */

/** A data key that only the master key of one version opens, and only in its own place. */
export interface WrappedKey {
  /** Which master key: 1 and up. */
  readonly version: number;
  readonly bytes: Buffer;
}

export interface KeyService {
  /** The master key under which data keys are wrapped now. @throws KeyFault `away` */
  keyId(): Promise<number>;
  /** @param place what the data key belongs to; it opens nowhere else @throws KeyFault `away` */
  wrap(dataKey: Uint8Array, place: string): Promise<WrappedKey>;
  /** @throws KeyFault `refused` where it was changed or belongs elsewhere, `unknown-version`, `away` */
  unwrap(wrapped: WrappedKey, place: string): Promise<Buffer>;
  /** Makes a new master key, under which data keys are wrapped from now on. The older ones stay. @returns its version */
  rotate(): Promise<number>;
}

/** What went wrong: nobody answers, a master key that is not there, or bytes that are not what was wrapped. */
export type KeyFaultKind = 'away' | 'unknown-version' | 'refused';

const words: Readonly<Record<KeyFaultKind, string>> = {
  away: 'The service that keeps the keys does not answer.',
  'unknown-version': 'A master key of this version is not there.',
  refused: 'The wrapped key was changed, or belongs to something else.',
};

export class KeyFault extends Error {
  readonly kind: KeyFaultKind;
  /** The same as `kind`, where logs look for it. */
  readonly code: string;
  constructor(kind: KeyFaultKind, cause?: unknown) {
    super(words[kind], { cause });
    this.name = 'KeyFault';
    this.kind = kind;
    this.code = kind;
  }
}
