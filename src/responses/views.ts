/** What staff see of a plan and of a response. Types only: the console renders them, the API answers with them. */
import type { Basis } from '../disclosures/index.ts';
import type { Role } from './core/roles.ts';
import type { PlanRole, PlanStop } from './core/shapes.ts';
import type { PageState } from './core/states.ts';

export type { PlanCandidate, PlanRole, PlanStop } from './core/shapes.ts';

export interface PlanView {
  readonly signalId: string;
  readonly drawnAt: Date;
  readonly kind: 'trip' | 'place';
  /** The vehicle in words, or null for a place. */
  readonly vehicle: string | null;
  /** One sentence: where, when, how likely. */
  readonly headline: string;
  /** What a tired person needs to know besides, one sentence each. */
  readonly words: readonly string[];
  /** `meets`: the wanted probability is reached; `hedged`: spread over stops; `below`: not reached. */
  readonly standing: 'meets' | 'hedged' | 'below';
  /** Chance, 0 to 1, that the person is met by all required roles where they get off. */
  readonly probability: number;
  readonly stops: readonly PlanStop[];
  readonly roles: readonly PlanRole[];
  readonly lead: { readonly organizationId: string; readonly organizationName: string } | null;
  /** Shown apart, never chosen here: what boarding earlier would give. Only with danger now or a child. */
  readonly requiresBoarding: { readonly stopName: string; readonly words: string } | null;
  readonly psaps: readonly { organizationId: string; name: string }[];
}

export interface TimelineEntry {
  /** Grows by one; ask for what comes after the last one seen. */
  readonly sequence: number;
  readonly at: Date;
  readonly who: string;
  readonly what: string;
}

export interface ResponseRoleView {
  readonly role: Role;
  readonly name: string;
  readonly required: boolean;
  readonly lead: boolean;
  readonly state: 'asking' | 'acknowledged' | 'en-route' | 'staged' | 'unfilled' | 'stood-down';
  readonly stateAt: Date;
  readonly organizationName: string | null;
  readonly etaAt: Date | null;
  readonly asked: readonly {
    readonly pageId: string;
    /** What the responder says first when they call. */
    readonly code: string;
    readonly organizationId: string;
    readonly organizationName: string;
    readonly state: PageState;
    readonly startedAt: Date;
  }[];
}

export interface ResponseView {
  readonly id: string;
  readonly signalId: string;
  readonly caseId: string;
  readonly state: 'open' | 'stood-down' | 'closed';
  readonly reason: string;
  readonly openedAt: Date;
  readonly endedAt: Date | null;
  readonly leadOrganizationName: string | null;
  readonly meetingPoint: {
    readonly name: string;
    readonly arrivalAt: Date | null;
    readonly arrivalWords: string;
  };
  readonly plan: PlanView;
  /** Whom to think of before anybody else is told: what software cannot hold back by itself. */
  readonly withheld: readonly string[];
  readonly roles: readonly ResponseRoleView[];
  readonly timeline: readonly TimelineEntry[];
  /** Who was told what, and why. */
  readonly disclosures: readonly {
    readonly id: string;
    readonly organizationName: string;
    readonly items: readonly string[];
    readonly basis: Basis;
    readonly reason: string;
    readonly at: Date;
    readonly deliveredAt: Date | null;
    readonly openedAt: Date | null;
    /** When everything in `items` could first be seen; before that area and time alone. */
    readonly shownAt: Date | null;
    readonly revokedAt: Date | null;
  }[];
}

/** One organization that a report was passed on to as information, without asking for a response. */
export interface PassedOn {
  readonly at: Date;
  readonly organizationName: string;
  /** The member of staff. */
  readonly by: string;
  readonly reason: string;
  readonly deliveredAt: Date | null;
  readonly revokedAt: Date | null;
}

/** One thing that was told, or may be told on accepting, under one row of the ledger. */
export interface KnownEntry {
  readonly id: string;
  readonly items: readonly string[];
  readonly basisWords: string;
  /** Where the basis is written. */
  readonly source: string;
  readonly reason: string;
  /** Null where a rule acts at once. */
  readonly confirmedBy: string | null;
  readonly secondBy: string | null;
  readonly at: Date;
  readonly deliveredAt: Date | null;
  readonly openedAt: Date | null;
  readonly shownAt: Date | null;
  readonly until: Date | null;
  readonly revokedAt: Date | null;
  /** The words that were shown, oldest first. */
  readonly words: readonly {
    readonly way: string;
    readonly item: string;
    readonly words: string;
    readonly at: Date;
  }[];
}

/** What one organization knows. */
export interface KnownBy {
  readonly organizationId: string;
  readonly organizationName: string;
  readonly told: readonly KnownEntry[];
}

/** Who was deliberately not told. */
export interface LeftOut {
  readonly organizationName: string;
  readonly words: string;
  readonly by: string | null;
  readonly at: Date;
}

export interface KnownOfCase {
  readonly organizations: readonly KnownBy[];
  readonly leftOut: readonly LeftOut[];
}
