/**
 * The demonstration's clock: forward only, kept in the database so that a restart does not turn time back, and moved from one
 * due instant to the next, so that nothing happens later than it would have.
 */
import { z } from 'zod';
import { type App, type Db, DrivableClock, type DueLoop, Refusal } from '../platform/index.ts';
import { keepClockOffset, nextSteeringDueAt, readClockOffset } from './store.ts';

/** How far ahead of the machine's clock the demonstration may be; timetables and rotas end not long after. */
const furthestDays = 400;
const dayMilliseconds = 86_400_000;
const furthestMilliseconds = furthestDays * dayMilliseconds;
/** The clock runs while a request is on its way. */
const toleranceMilliseconds = 5_000;
const stepLimit = 5_000;

/** The clock as it was left; an offset that could not have been set is not believed. */
export async function openSandboxClock(db: Db): Promise<DrivableClock> {
  const offset = await readClockOffset(db);
  return new DrivableClock(offset >= 0 && offset <= furthestMilliseconds ? offset : 0);
}

function assertReachable(clock: DrivableClock, to: Date): void {
  if (to.getTime() < clock.now().getTime() - toleranceMilliseconds)
    throw new Refusal(
      'clock-only-forward',
      422,
      'The clock only goes forward',
      `In the demonstration it is ${clock.now().toISOString()} already. Give a later moment.`,
    );
  const ahead = clock.offsetMilliseconds + to.getTime() - clock.now().getTime();
  if (!(ahead <= furthestMilliseconds))
    throw new Refusal(
      'clock-too-far',
      422,
      'That is too far ahead',
      `The demonstration goes at most ${furthestDays} days ahead of the real time. Give an earlier moment.`,
    );
}

/**
 * Moves the clock to an instant, doing on the way all that falls due, each at its own time. Work that keeps failing is tried
 * again at each stop but makes no stops of its own, so that it cannot hold time up.
 * @throws Refusal `clock-only-forward`, `clock-too-far`
 */
export async function moveClock(db: Db, clock: DrivableClock, loop: DueLoop, to: Date): Promise<Date> {
  assertReachable(clock, to);
  await loop.drain();
  for (let step = 0; step < stepLimit; step++) {
    const next = await nextSteeringDueAt(db);
    if (!next || next > to) break;
    clock.moveTo(next);
    await loop.drain();
  }
  clock.moveTo(to);
  await loop.drain();
  await keepClockOffset(db, Math.round(clock.offsetMilliseconds));
  return clock.now();
}

const move = z
  .object({
    advanceSeconds: z
      .number()
      .min(0)
      .max(furthestDays * 86_400),
    to: z.iso.datetime(),
  })
  .partial()
  .refine(
    (value) => (value.advanceSeconds === undefined) !== (value.to === undefined),
    'give advanceSeconds or to, one of them',
  )
  .meta({ examples: [{ advanceSeconds: 60 }] });

/** The clock's routes; demo mode only. */
export function registerSandboxClock(
  app: App,
  deps: { db: Db; clock: DrivableClock; loop: () => DueLoop },
): void {
  const answer = z.object({ now: z.string() });
  app.get(
    '/sandbox/clock',
    {
      schema: {
        tags: ['sandbox'],
        description: 'What time it is in the demonstration.',
        response: { 200: answer },
      },
    },
    async () => ({ now: deps.clock.now().toISOString() }),
  );
  app.post(
    '/sandbox/clock',
    {
      schema: {
        tags: ['sandbox'],
        description: 'Moves time forward. All that falls due on the way happens, each at its own time.',
        body: move,
        response: { 200: answer },
      },
    },
    async (request) => {
      const { advanceSeconds, to } = request.body;
      const target = to ? new Date(to) : new Date(deps.clock.now().getTime() + (advanceSeconds ?? 0) * 1000);
      return { now: (await moveClock(deps.db, deps.clock, deps.loop(), target)).toISOString() };
    },
  );
}
