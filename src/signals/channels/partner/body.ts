/**
 * What a partner's app says of one thing that was seen: in GTFS terms where it is about a vehicle, and with no field for who saw it.
 * Source: safety.md, "Pages never carry the signaler's relation, job or employer".
 */
import { z } from 'zod';
import { plainText } from '../../../platform/index.ts';
import { observations } from '../../core/index.ts';
import { type SignalInput, signalInput } from '../../input.ts';

const words = (limit: number) => plainText({ maxCharacters: limit });
/** A date as GTFS has it, YYYYMMDD. */
const startDate = z
  .string()
  .regex(/^20\d{6}$/, 'must be a service date as YYYYMMDD')
  .refine((text) => !Number.isNaN(Date.parse(isoDate(text))), 'must be a day that exists');
const isoDate = (text: string) => `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`;

const trip = z
  .object({ tripId: words(120), startDate, routeId: words(100), shortName: words(60) })
  .partial()
  .strict();
const vehicle = z
  .object({ id: words(60), label: words(60), car: words(60) })
  .partial()
  .strict();
const stop = z
  .object({ stopId: words(100), name: words(120) })
  .partial()
  .strict();

/** The only way to a person, and only by that person's own choice. */
const contact = z
  .object({
    consentedByPerson: z.literal(true, 'only the person themselves can agree to be called back'),
    purpose: words(300),
    wire: z.enum(['sms', 'email']),
    address: words(200),
  })
  .strict();

/** How long the words of a report may be, in characters. */
export const wordsLimits = { narrative: 20_000, ownWords: 5_000, appearance: 2_000, doNotTell: 2_000 };

/** What a report may hold, before it is asked whether it says anything. */
export const partnerFields = z
  .object({
    narrative: words(wordsLimits.narrative).optional(),
    observations: z.array(z.enum(observations)).max(20).default([]),
    ownWords: words(wordsLimits.ownWords).optional(),
    appearance: words(wordsLimits.appearance).optional(),
    danger: z.enum(['imminent', 'soon', 'not-known', 'none']).default('not-known'),
    ageGroup: z.enum(['minor', 'adult', 'unknown']).default('unknown'),
    proximity: z
      .enum(['direct-contact', 'witnessed', 'told-by-victim', 'second-hand', 'unknown'])
      .default('unknown'),
    language: signalInput.shape.language,
    trip: trip.optional(),
    vehicle: vehicle.optional(),
    alightingStop: stop.optional(),
    place: signalInput.shape.place,
    doNotTell: words(wordsLimits.doNotTell).optional(),
    contact: contact.optional(),
    codeForPerson: z.boolean().default(false),
  })
  .strict();

export const partnerReport = partnerFields
  .refine((report) => report.narrative !== undefined || report.observations.length > 0, {
    path: ['narrative'],
    message: 'say what was seen, in words or by codes',
  })
  .meta({
    examples: [
      {
        narrative:
          'He answers everything for her and keeps both phones. She whispered that she may not leave.',
        observations: ['answered-for', 'phone-held', 'may-not-leave'],
        proximity: 'told-by-victim',
        danger: 'soon',
        trip: { tripId: '311', startDate: '20260212', shortName: '311' },
        vehicle: { car: '2' },
        alightingStop: { stopId: 'KCY', name: 'Kansas City' },
      },
    ],
  });

export type PartnerReport = z.infer<typeof partnerFields>;

const onlyWith = <K extends string, V>(key: K, value: V | undefined) =>
  (value === undefined ? {} : { [key]: value }) as { [P in K]?: V };
const noWords = 'No words came with this report.';
const seenInList = `${noWords} What was seen is in the list.`;

function transitOf(report: PartnerReport, feedId: string | null): SignalInput['transit'] {
  const line = report.trip?.shortName ?? report.vehicle?.label ?? report.trip?.routeId ?? report.trip?.tripId;
  const car = report.vehicle?.car ?? report.vehicle?.id;
  const stopWords = report.alightingStop?.name ?? report.alightingStop?.stopId;
  const known = feedId !== null && report.trip?.tripId !== undefined;
  const transit = {
    ...onlyWith('line', line?.slice(0, 100)),
    ...onlyWith('tripId', known ? `${feedId}:${report.trip?.tripId}` : undefined),
    ...onlyWith('serviceDate', report.trip?.startDate && isoDate(report.trip.startDate)),
    ...onlyWith('car', car),
    ...onlyWith('alightingStop', stopWords),
  };
  return Object.keys(transit).length ? transit : undefined;
}

/** The narrative with what Alight has to say of the report below it; where both are too long, the narrative gives way. */
const withNote = (narrative: string, note: string | undefined): string =>
  note === undefined
    ? narrative
    : `${narrative.slice(0, wordsLimits.narrative - note.length - 2).toWellFormed()}\n\n${note}`;

/** The report as every other channel hands it in. @param note what staff have to know of how it came */
export function signalOf(report: PartnerReport, feedId: string | null, note?: string): SignalInput {
  const { contact: agreed } = report;
  return {
    door: 'professional',
    channel: 'partner',
    relation: 'transport-worker',
    narrative: withNote(report.narrative ?? (report.observations.length ? seenInList : noWords), note),
    proximity: report.proximity,
    language: report.language,
    danger: report.danger,
    ageGroup: report.ageGroup,
    observations: report.observations,
    releases: [],
    ...onlyWith('ownWords', report.ownWords),
    ...onlyWith('appearance', report.appearance),
    ...onlyWith('transit', transitOf(report, feedId)),
    ...onlyWith('place', report.place),
    ...onlyWith('doNotTell', report.doNotTell),
    ...onlyWith('safeContact', agreed && { wire: agreed.wire, address: agreed.address }),
  };
}
