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

/** Whose key is wrapped, and where it belongs: it opens nowhere else. */
export interface KeyPlace {
  /** The report or case. Its wrapped keys can be made useless for good, wherever copies of them are. */
  readonly recordId: string;
  /** What tells the key from every other one. */
  readonly words: string;
}

/** A key that was wrapped here before. */
export interface KnownKey {
  readonly wrapped: WrappedKey;
  readonly place: KeyPlace;
}

export interface KeyService {
  /** The master key under which data keys are wrapped now. @throws KeyFault `away` */
  keyId(): Promise<number>;
  /** @throws KeyFault `away`, `forgotten` */
  wrap(dataKey: Uint8Array, place: KeyPlace): Promise<WrappedKey>;
  /** @throws KeyFault `refused` where it was changed or belongs elsewhere, `forgotten`, `unknown-version`, `away` */
  unwrap(wrapped: WrappedKey, place: KeyPlace): Promise<Buffer>;
  /** Makes a new master key, under which data keys are wrapped from now on. The older ones stay. @returns its version */
  rotate(): Promise<number>;
  /**
   * Makes every key that was wrapped for these records useless for good, under every master key, in every copy and backup. Done again it
   * changes nothing. When it returns, nobody who holds the master keys from now on can undo it. @throws KeyFault `away`
   */
  forget(recordIds: readonly string[]): Promise<void>;
}

/** What went wrong: nobody answers, a master key that is not there, bytes that are not what was wrapped, or a record that was forgotten on purpose. */
export type KeyFaultKind = 'away' | 'unknown-version' | 'refused' | 'forgotten';

const words: Readonly<Record<KeyFaultKind, string>> = {
  away: 'The service that keeps the keys does not answer.',
  'unknown-version': 'A master key of this version is not there.',
  forgotten: 'The keys of this record were destroyed on purpose.',
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
