/** The parts of a plan, as staff see them. */
import type { Role } from './roles.ts';

export interface PlanCandidate {
  readonly organizationId: string;
  readonly organizationName: string;
  /** Chance, 0 to 1, that one of its units is in place in time, given that it is asked now. */
  readonly probability: number | null;
  /** The last instant at which asking them still works; null without a deadline. */
  readonly notifyBy: Date | null;
  /** Whether it is among the fewest that reach the wanted chance; the others are asked when one of those cannot. */
  readonly countedOn: boolean;
  readonly reason: string;
}

export interface PlanRole {
  readonly role: Role;
  /** As people call it. */
  readonly name: string;
  readonly required: boolean;
  readonly candidates: readonly PlanCandidate[];
  /** Who was left out, and why: the do-not-tell list, the help door. */
  readonly excluded: readonly {
    organizationId: string;
    organizationName: string;
    /** `do-not-tell`, or what the help-door gate says: `no-consent`, … */
    code: string;
    reason: string;
  }[];
  /** Everybody who could be asked is closed by the person's own word: the role is not needed, and nobody fills it by another way. */
  readonly closedByThePerson: boolean;
}

export interface PlanStop {
  readonly stopId: string;
  readonly name: string;
  readonly lon: number;
  readonly lat: number;
  readonly arrivalAt: Date | null;
  readonly arrivalWords: string;
  /** Chance, 0 to 1, that the person gets off here. */
  readonly leaves: number;
  /** Chance, 0 to 1, that all required roles are in place before the vehicle arrives. */
  readonly ready: number;
  readonly roles: readonly { role: Role; probability: number }[];
  readonly isMeetingPoint: boolean;
}
