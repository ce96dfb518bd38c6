/**
 * The demonstration's clock: forward only, kept in the database so that a restart does not turn time back, and moved from one
 * due instant to the next, so that nothing happens later than it would have.
 */
import { z } from 'zod';
import { type App, type Db, DrivableClock, type DueLoop } from '../platform/index.ts';

const furthestDays = 400;
const stepLimit = 5_000;

/** The clock as it was left. */
export async function openSandboxClock(db: Db): Promise<DrivableClock> {
  const row = await db
    .selectFrom('sandbox_clock')
    .select('offset_milliseconds')
    .where('id', '=', 1)
    .executeTakeFirst();
  return new DrivableClock(row?.offset_milliseconds ?? 0);
}

async function keep(db: Db, clock: DrivableClock): Promise<void> {
  const offset = Math.round(clock.offsetMilliseconds);
  await db
    .insertInto('sandbox_clock')
    .values({ id: 1, offset_milliseconds: offset })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ offset_milliseconds: offset }))
    .execute();
}

/** Moves the clock to an instant, doing on the way all that falls due, each at its own time. */
export async function moveClock(db: Db, clock: DrivableClock, loop: DueLoop, to: Date): Promise<Date> {
  await loop.drain();
  for (let step = 0; step < stepLimit; step++) {
    const next = await loop.nextAt();
    if (!next || next > to) break;
    clock.moveTo(next);
    await loop.drain();
  }
  clock.moveTo(to);
  await loop.drain();
  await keep(db, clock);
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
