/** Whom of a case nobody tells, asked once for all who might be told: organizations, units of them, and single addresses. */

import { isListedAddress } from '../cases/core/index.ts';
import { closesNothing, type DoNotTell, doNotTellOfCase } from '../cases/index.ts';
import { doNotTellGate } from '../disclosures/index.ts';
import { unknownReach } from '../organizations/core/index.ts';
import { organizationsById, reachOf } from '../organizations/index.ts';
import type { Db } from '../platform/index.ts';

export interface Withheld {
  readonly list: readonly DoNotTell[];
  /** May anything of this organization be told? */
  gate(organizationId: string): ReturnType<typeof doNotTellGate>;
  isListedUnit(unitId: string): boolean;
  isListedAddress(address: string): boolean;
}

/**
 * The do-not-tell list of a case as it decides now.
 * @param caseId undefined where there is no case yet, and so no list
 * @param organizationIds everybody of whom the gate will be asked
 */
export async function withheldFrom(
  db: Db,
  caseId: string | undefined,
  organizationIds: readonly string[],
): Promise<Withheld> {
  const list = caseId ? await doNotTellOfCase(db, caseId) : [];
  const reach = list.length ? await reachOf(db, [...new Set(organizationIds)]) : new Map();
  return {
    list,
    gate: (organizationId) => doNotTellGate(list, reach.get(organizationId) ?? unknownReach(organizationId)),
    isListedUnit: (unitId) => list.some((entry) => entry.unitId === unitId),
    isListedAddress: (address) => isListedAddress(list, address),
  };
}

/**
 * What software cannot see to, said to whoever decides to tell: a name that nobody in here has, and somebody whose colleagues are asked.
 */
export async function withheldWords(db: Db, caseId: string | undefined): Promise<string[]> {
  const list = caseId ? await doNotTellOfCase(db, caseId) : [];
  const names = await organizationsById(db, [
    ...new Set(list.flatMap((entry) => entry.atOrganizationId ?? [])),
  ]);
  return list.flatMap((entry) => {
    const { whom, who, atOrganizationId } = entry;
    if (whom.kind === 'name')
      return [
        `${whom.name} must not be told. Nobody in here has this name, so nothing is held back by itself: before you tell anybody, ask whether they work there or know them.`,
      ];
    if (whom.kind === 'organization' || !atOrganizationId) return [];
    const at = names.get(atOrganizationId)?.name ?? 'their organization';
    if (closesNothing(entry))
      return [
        `${who} at ${at} must not be told. No telephone there has this name, so nothing is held back by itself: list the telephone too if you know it, or choose another agency.`,
      ];
    return [
      `${who} at ${at} must not be told. They are not asked, but their colleagues may be: say it to whoever calls back, or choose another agency.`,
    ];
  });
}
