/** What carries a message outward. A wire throws when the message has not left; whoever called tries again. */
import type { Wire } from './core/index.ts';

/** A message on its way. `id` is the receiver's key against doubles. */
export interface Outgoing {
  readonly id: string;
  readonly wire: Wire;
  readonly address: string;
  readonly subject: string | null;
  readonly body: string;
  /** After this the carrier must not deliver it any more; absent: it may. */
  readonly validUntil?: Date | null;
}

export interface Carrier {
  /** @returns the carrier's own id of it, where it gives one */
  carry(message: Outgoing, now: Date): Promise<string | undefined>;
}

/** One line a wire; a wire without a carrier cannot be used and says so. */
export type Carriers = Readonly<Partial<Record<Wire, Carrier>>>;
