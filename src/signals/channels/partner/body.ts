/**
 * What a partner's app says of one thing that was seen: in GTFS terms where it is about a vehicle, and with no field for who saw it.
 * Source: safety.md, "Pages never carry the signaler's relation, job or employer".
 */
import { z } from 'zod';
import { plainText, Refusal } from '../../../platform/index.ts';
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

export const partnerReport = z
  .object({
    narrative: words(20_000).optional(),
    observations: z.array(z.enum(observations)).max(20).default([]),
    ownWords: words(5_000).optional(),
    appearance: words(2_000).optional(),
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
    doNotTell: words(2_000).optional(),
    contact: contact.optional(),
    codeForPerson: z.boolean().default(false),
  })
  .strict()
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

export type PartnerReport = z.infer<typeof partnerReport>;

/** Names of fields that look like somebody who works there. Compared without case and punctuation. */
const employeeLike =
  /employee|staff|crew|conductor|driver|badge|personnel|payroll|worker|reporter|reportedby|submittedby|createdby|^(user|login|device|operator|agent|name|email|phone)/;
const plainName = (name: string) => name.toLowerCase().replaceAll(/[^a-z]/g, '');
const shownName = (name: string) => name.replaceAll(/[^\w.[\]-]/g, '?').slice(0, 60);
const nameLimit = 10;

/** What a report became in our hands. */
export interface ReadReport {
  readonly report: PartnerReport;
  /** Fields that could not be used and were left out, by name. Only where somebody is in danger now. */
  readonly leftOut: readonly string[];
}

const pathOf = (path: readonly PropertyKey[]) => path.map(String).join('.');

const isThere = (value: unknown, path: readonly PropertyKey[]): boolean =>
  path.reduce((held, key) => (held as Record<PropertyKey, unknown> | undefined)?.[key], value) !== undefined;

/** What has to go for the rest to be read: fields nobody knows, values that cannot be used, and what a part is missing from. */
const brokenPaths = (error: z.ZodError, value: unknown): PropertyKey[][] =>
  error.issues
    .flatMap((issue) =>
      issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [[...issue.path]],
    )
    .map((path) => (isThere(value, path) ? path : path.slice(0, -1)));

function without(value: unknown, path: readonly PropertyKey[]): unknown {
  const [first, ...rest] = path;
  if (first === undefined || typeof value !== 'object' || value === null) return undefined;
  if (Array.isArray(value))
    return value.flatMap((item, index) => {
      if (index !== first) return [item];
      const kept = without(item, rest);
      return kept === undefined ? [] : [kept];
    });
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, held]) => {
      if (key !== String(first)) return [[key, held]];
      const kept = rest.length ? without(held, rest) : undefined;
      return kept === undefined ? [] : [[key, kept]];
    }),
  );
}

/** Each once, and no part of what is gone as a whole. */
const wholesOf = (names: readonly string[]): string[] =>
  [...new Set(names)].filter((name) => !names.some((other) => name.startsWith(`${other}.`)));

function refusalOf(error: z.ZodError): Refusal {
  const employee = error.issues
    .flatMap((issue) => (issue.code === 'unrecognized_keys' ? issue.keys : []))
    .filter((key) => employeeLike.test(plainName(key)));
  if (employee.length)
    return new Refusal(
      'employee-named',
      422,
      'This report says who sent it',
      `Leave out ${employee.slice(0, nameLimit).map(shownName).join(', ')}: we take no name, number or device of the person who saw it. If they themselves want to be called back, use "contact". Nothing was stored.`,
    );
  const lines = error.issues
    .slice(0, nameLimit)
    .map((issue) =>
      issue.code === 'unrecognized_keys'
        ? `${issue.keys.slice(0, nameLimit).map(shownName).join(', ')}: not a field of a report`
        : `${shownName(pathOf(issue.path)) || 'the report'}: ${issue.message}`,
    );
  return new Refusal(
    'body-invalid',
    400,
    'Something in the report is not as it should be',
    `Nothing was stored. ${lines.join('; ')}.`,
  );
}

/** Mending stops here: a body that is still broken then is no report. */
const mendLimit = 3;
const brokenLimit = 50;

/**
 * Reads a body. Where somebody is in danger now, what cannot be used is left out and the rest is taken: a mistake in an app must not
 * cost that report.
 * @param forgiving false in a sandbox, so that mistakes are found there @throws Refusal employee-named, body-invalid
 */
export function readReport(body: unknown, forgiving: boolean): ReadReport {
  const leftOut: string[] = [];
  const first = partnerReport.safeParse(body);
  if (first.success) return { report: first.data, leftOut };
  const urgent = (body as { danger?: unknown } | null)?.danger === 'imminent';
  let value = body;
  let { error } = first;
  for (let round = 0; forgiving && urgent && round < mendLimit; round++) {
    for (const path of brokenPaths(error, value).slice(0, brokenLimit).reverse()) {
      leftOut.push(shownName(pathOf(path)));
      value = without(value, path);
    }
    const again = partnerReport.safeParse(value);
    if (again.success) return { report: again.data, leftOut: wholesOf(leftOut) };
    error = again.error;
  }
  throw refusalOf(first.error);
}

const onlyWith = <K extends string, V>(key: K, value: V | undefined) =>
  (value === undefined ? {} : { [key]: value }) as { [P in K]?: V };
const noWords = 'No words came with this report. What was seen is in the list.';

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

/** The report as every other channel hands it in. */
export function signalOf(report: PartnerReport, feedId: string | null): SignalInput {
  const { contact: agreed } = report;
  return {
    door: 'professional',
    channel: 'partner',
    relation: 'transport-worker',
    narrative: report.narrative ?? noWords,
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
