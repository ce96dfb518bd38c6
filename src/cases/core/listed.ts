/**
 * The do-not-tell list of a case, as far as it decides: an entry closes an organization, a unit, or a person by every address they are
 * asked at. A name that nobody in here has closes nothing by itself, and is read by whoever decides. Source: safety.md "Whose word counts".
 */
import { isSameAddress, type Reach } from '../../organizations/core/index.ts';

/** Whom an entry of the list is about: exactly one. */
export type Whom =
  | { readonly kind: 'organization'; readonly organizationId: string }
  | { readonly kind: 'unit'; readonly unitId: string }
  /** Somebody whom an organization is reached by. */
  | { readonly kind: 'contact'; readonly contactId: string }
  /** Somebody with an account here: of ours, or of an organization. */
  | { readonly kind: 'staff'; readonly staffId: string }
  /** Somebody whom nothing here matches. */
  | { readonly kind: 'name'; readonly name: string };

/** What one entry closes. */
export interface Listed {
  /** The whole organization; null where the entry is narrower. */
  readonly organizationId: string | null;
  readonly unitId: string | null;
  /** Where the unit or the person is asked. */
  readonly addresses: readonly string[];
}

/** Whether an address is one of somebody on the list. */
export const isListedAddress = (list: readonly Pick<Listed, 'addresses'>[], address: string): boolean =>
  list.some(({ addresses }) => addresses.some((one) => isSameAddress(one, address)));

/**
 * The entries by which nothing of an organization may be told: itself, or one for each way to reach it, or one for each of its units.
 * Empty while somebody there may be told. Who is reached by nothing is not closed by having nobody on the list.
 */
export function closingEntries<Entry extends Listed>(list: readonly Entry[], reach: Reach): Entry[] {
  const whole = list.filter(({ organizationId }) => organizationId === reach.organizationId);
  if (whole.length) return whole;
  const of = (entry: Entry) =>
    reach.addresses.some((address) => isListedAddress([entry], address)) ||
    (entry.unitId !== null && reach.unitIds.includes(entry.unitId));
  const own = list.filter(of);
  const allAddresses =
    reach.addresses.length > 0 && reach.addresses.every((address) => isListedAddress(own, address));
  const allUnits =
    reach.unitIds.length > 0 && reach.unitIds.every((unitId) => own.some((entry) => entry.unitId === unitId));
  return allAddresses || allUnits ? own : [];
}
