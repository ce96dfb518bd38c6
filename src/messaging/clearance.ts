/**
 * The right to send one message: the id of the ledger row that says why it may leave. Only disclosures and, to their own
 * signaler, signals may import this file; the house plan's gate sees to it.
 */
declare const minted: unique symbol;

export interface Clearance {
  readonly ledger: 'disclosure' | 'dialogue';
  readonly ledgerId: string;
  readonly [minted]: true;
}

/** Mints a clearance for a ledger row that has been written in the same transaction. */
export function mintClearance(ledger: Clearance['ledger'], ledgerId: string): Clearance {
  return { ledger, ledgerId } as Clearance;
}

/** The clearance of a page or message that was stored with it: the ledger row decides again when it is used. */
export function storedClearance(ledger: Clearance['ledger'], ledgerId: string): Clearance {
  return mintClearance(ledger, ledgerId);
}
