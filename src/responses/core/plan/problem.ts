/** What the planner is asked, and what it answers. Seconds are counted from now; stops are known by their place in the list. */
import type { ReadyTime } from './ready.ts';

/** What one agency can send. */
export interface MeetingUnit {
  readonly id: string;
  readonly role: string;
  /** For each stop: how long it needs to be in place there; null where it has no authority or nothing to send. */
  readonly ready: readonly (ReadyTime | null)[];
}

export interface MeetingStop {
  /** To the scheduled arrival; null at a fixed place. Passed stops are not given. */
  readonly arrivalSeconds: number | null;
  /** The chance, 0 to 1, that the person gets off here. */
  readonly leaves: number;
}

export interface MeetingProblem {
  /** In the order in which the vehicle comes to them. */
  readonly stops: readonly MeetingStop[];
  /** All of these have to be there. */
  readonly required: readonly string[];
  /** These are asked as well, and change nothing when they are missing. */
  readonly besides: readonly string[];
  /** In the order of their right to act. */
  readonly units: readonly MeetingUnit[];
  /** The wanted chance that all are there. */
  readonly wanted?: number;
  /** How sure one leaving stop must be for the plan to rest on it alone. */
  readonly sureOfStop?: number;
  /** How many desks a plan spread over stops may ask. */
  readonly desksLimit?: number;
}

export interface StopOutlook {
  /** The chance that all required roles are there when every desk of the ladder is asked in turn. */
  readonly ready: number;
  readonly roles: ReadonlyMap<string, number>;
}

export interface Assignment {
  readonly stop: number;
  readonly unitId: string;
  readonly role: string;
}

export interface MeetingPlan {
  /** `meets`: the wanted chance is reached; `hedged`: spread over stops; `below`: not reached. */
  readonly standing: 'meets' | 'hedged' | 'below';
  readonly meetingStop: number;
  /** Who has to be asked, in order; at one stop, or at several when hedged. */
  readonly assignments: readonly Assignment[];
  /** At the meeting stop, with those assigned there. */
  readonly ready: number;
  /** Over the stops of the assignments, Pr(leaves) × ready added up: met by all, wherever they get off. */
  readonly met: number;
  readonly stops: readonly StopOutlook[];
  /** Below the wanted chance: which one desk more would help most, and to what chance. */
  readonly lift: { readonly role: string; readonly ready: number } | null;
  /** The outlook of the meeting stop when everybody is asked five minutes later. */
  readonly readyIfLater: number;
}
