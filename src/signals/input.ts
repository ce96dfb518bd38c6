/** What a report may hold. One schema for the API and the form; every question but what happened may be skipped. */
import { z } from 'zod';
import { plainInstant, plainText } from '../platform/index.ts';
import {
  callWishes,
  observations,
  proximities,
  relations,
  releaseItems,
  safeDays,
  safeTimes,
} from './core/index.ts';

const words = (limit: number) => plainText({ maxCharacters: limit });
const point = z.object({ lon: z.number().min(-180).max(180), lat: z.number().min(-90).max(90) });

/** A language's tag (BCP 47). */
export const languageTag = z.string().regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,3}$/);

/** Who may be told, by the person's own choice: one recipient an entry. */
const release = z.object({
  recipient: words(200),
  // Read where no key is: of a list, and never anybody's words.
  items: z.array(z.enum(releaseItems)).min(1).max(40),
  purpose: words(500),
  until: plainInstant(),
  // In which language the person read the question, where it is not the one of the report.
  language: languageTag.optional(),
});

/** How they want to be reached. What is left out holds nobody up: no time is said, nobody calls. */
const contactWishes = z
  .object({
    days: z.enum(safeDays),
    times: z.array(z.enum(safeTimes)).max(safeTimes.length),
    timesWords: words(500),
    calls: z.enum(callWishes),
    whoElse: words(500),
    codeWord: words(60),
  })
  .partial()
  .strict();

export const signalInput = z
  .object({
    door: z.enum(['help', 'tip', 'professional', 'unsure']),
    channel: z.enum(['web-form', 'partner']).default('partner'),
    narrative: words(20_000),
    relation: z.enum(relations).default('unknown'),
    proximity: z.enum(proximities).default('unknown'),
    language: languageTag.default('en'),
    danger: z.enum(['imminent', 'soon', 'not-known', 'none']).default('not-known'),
    ageGroup: z.enum(['minor', 'adult', 'unknown']).default('unknown'),
    observations: z.array(z.enum(observations)).max(20).default([]),
    // Sent before the last page of the form: more may come by the code.
    unfinished: z.boolean().optional(),
    ownWords: words(5_000).optional(),
    appearance: words(2_000).optional(),
    people: words(2_000).optional(),
    vehicle: z
      .object({ words: words(500), plate: words(20), plateState: words(40) })
      .partial()
      .optional(),
    transit: z
      .object({
        line: words(100),
        tripId: words(200),
        serviceDate: z.iso.date(),
        car: words(60),
        alightingStop: words(120),
      })
      .partial()
      .optional(),
    place: z
      .object({ words: words(500), highway: words(60), mileMarker: words(20), point })
      .partial()
      .optional(),
    doNotTell: words(2_000).optional(),
    safeContact: z.object({ wire: z.enum(['sms', 'email']), address: words(200) }).optional(),
    contactWishes: contactWishes.optional(),
    releases: z.array(release).max(10).default([]),
  })
  .strict()
  .meta({
    examples: [
      {
        door: 'professional',
        channel: 'partner',
        narrative:
          'While her companion was away, a passenger in car 2 told me that he keeps her phone and papers, that she owes for the trip and may not leave.',
        relation: 'transport-worker',
        proximity: 'told-by-victim',
        observations: ['papers-held', 'phone-held', 'debt-owed', 'may-not-leave'],
        transit: { line: '311', car: '2', alightingStop: 'Kansas City' },
      },
    ],
  });

export type SignalInput = z.infer<typeof signalInput>;
