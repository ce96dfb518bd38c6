/**
 * Time as a parameter. Every decision takes `now`; only this file reads the machine's clock. In demo mode and in tests
 * the clock can be moved forward, so that an hour of waiting is a moment and a timer is proven rather than waited for.
 */
export interface Clock {
  now(): Date;
}

/** The machine's own clock. */
export const systemClock: Clock = { now: () => new Date() };

/** A clock that runs with the machine's, moved forward by an offset. It never goes back. */
export class DrivableClock implements Clock {
  #offsetMilliseconds: number;
  constructor(offsetMilliseconds = 0) {
    this.#offsetMilliseconds = offsetMilliseconds;
  }
  get offsetMilliseconds(): number {
    return this.#offsetMilliseconds;
  }
  now(): Date {
    return new Date(Date.now() + this.#offsetMilliseconds);
  }
  /** Moves to an instant; one that has passed already changes nothing. */
  moveTo(instant: Date): void {
    const ahead = instant.getTime() - this.now().getTime();
    if (ahead > 0) this.#offsetMilliseconds += ahead;
  }
}

/** A clock that stands still until a test moves it. */
export class StandingClock implements Clock {
  #at: Date;
  constructor(at: Date) {
    this.#at = at;
  }
  now(): Date {
    return new Date(this.#at);
  }
  moveTo(instant: Date): void {
    if (instant > this.#at) this.#at = new Date(instant);
  }
}
