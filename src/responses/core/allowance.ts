/** May this role's organization be told what a page tells? One place, so that planning and asking can never differ. */
import {
  type AgeGroup,
  type Danger,
  type Door,
  type Gate,
  helpDoorGate,
  type Release,
} from '../../disclosures/core/index.ts';
import { itemsFor } from './page.ts';
import { type Role, recipientKindOf } from './roles.ts';

/** What the gate looks at. */
export interface GateFacts {
  readonly door: Door;
  readonly danger: Danger;
  readonly ageGroup: AgeGroup;
  readonly releases: readonly Release[];
}

/** The releases as they count for one organization: consent for `role:<role>` is consent for whoever fills that role. */
export const releasesTo = (releases: readonly Release[], role: string, organizationId: string): Release[] =>
  releases.map((release) =>
    release.recipient === `role:${role}` ? { ...release, recipient: organizationId } : release,
  );

/**
 * The help-door gate for one organization in one role. The consent of a person names an organization, or `role:<role>` when
 * the form could name only the kind of helper.
 */
export function allowance(facts: GateFacts, role: Role, organizationId: string, now: Date): Gate {
  const releases = releasesTo(facts.releases, role, organizationId);
  return helpDoorGate({
    ...facts,
    releases,
    recipient: organizationId,
    recipientKind: recipientKindOf(role),
    items: itemsFor(role),
    now,
  });
}
