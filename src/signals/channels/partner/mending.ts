/**
 * Reads what an app sent. Where somebody is in danger now, a mistake in an app must not cost the report: what cannot be used is left
 * out and named, to the app and to staff. Words are never left out: one that names who must not be told stops a page to them.
 */
import type { z } from 'zod';
import { Refusal } from '../../../platform/index.ts';
import { type PartnerReport, partnerFields, partnerReport, wordsLimits } from './body.ts';

/** Names of fields that look like somebody who works there. Compared without case and punctuation. */
const employeeLike =
  /employee|staff|crew|conductor|driver|badge|personnel|payroll|worker|reporter|reportedby|submittedby|createdby|^(user|login|device|operator|agent|name|email|phone)/;
const plainName = (name: string) => name.toLowerCase().replaceAll(/[^a-z]/g, '');
const shownName = (name: string) => name.replaceAll(/[^\w.[\]-]/g, '?').slice(0, 60);
const nameLimit = 10;

/** What a report became in our hands. */
export interface ReadReport {
  readonly report: PartnerReport;
  /** Fields that could not be used as they came, by name. Only where somebody is in danger now. */
  readonly leftOut: readonly string[];
  /** The same in words for staff, with what was said where it may be kept. */
  readonly note?: string;
}

const pathOf = (path: readonly PropertyKey[]) => path.map(String).join('.');

const valueAt = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce((held, key) => (held as Record<PropertyKey, unknown> | undefined)?.[key], value);

/** What has to go for the rest to be read: fields nobody knows, values that cannot be used, and what a part is missing from. */
const brokenPaths = (error: z.ZodError, value: unknown): PropertyKey[][] =>
  error.issues
    .flatMap((issue) =>
      issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [[...issue.path]],
    )
    .map((path) => (valueAt(value, path) !== undefined ? path : path.slice(0, -1)));

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

const unreadable = {
  narrative: '(something was written here that could not be read: ask)',
  ownWords: '(words of the person came that could not be read: ask)',
  appearance: '(something was described here that could not be read: ask)',
  doNotTell: '(something was named here that could not be read: ask)',
} satisfies Record<keyof typeof wordsLimits, string>;
const wordsFields = Object.keys(unreadable) as (keyof typeof wordsLimits)[];

const textDepth = 8;
const textParts = 200;

/** Any value as a person would read it; empty where nothing is said. @param leave names of parts that are not to be kept */
function textOf(value: unknown, leave: (name: string) => boolean, depth = 0): string {
  if (typeof value === 'string') return value.replaceAll('\0', '').toWellFormed().trim();
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'object' || value === null) return '';
  if (depth >= textDepth) return '…';
  const parts = Array.isArray(value)
    ? value.slice(0, textParts).map((item) => textOf(item, leave, depth + 1))
    : Object.entries(value)
        .slice(0, textParts)
        .map(([name, held]) => {
          const text = leave(plainName(name)) ? '' : textOf(held, leave, depth + 1);
          return text && `${shownName(name)}: ${text}`;
        });
  return parts.filter(Boolean).join('; ');
}

const cutMark = ' … (longer than can be taken: ask)';
const cutTo = (text: string, limit: number): string =>
  text.length <= limit ? text : `${text.slice(0, limit - cutMark.length).toWellFormed()}${cutMark}`;

/** Nothing was meant: what an app sends where there is nothing to send. */
const saysNothing = (value: unknown): boolean =>
  value === null ||
  value === false ||
  (typeof value === 'string' && value.replaceAll('\0', '').trim() === '') ||
  (typeof value === 'object' && Object.keys(value).length === 0);

/** Words in whatever shape they came, as words: in their own length, and where nobody can read them, that they came. */
function keepWords(value: unknown, changed: string[]): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const kept: Record<string, unknown> = { ...value };
  for (const field of wordsFields) {
    const sent = kept[field];
    if (sent === undefined || partnerFields.shape[field].safeParse(sent).success) continue;
    changed.push(field);
    if (saysNothing(sent)) delete kept[field];
    else {
      const text = sent === true ? '' : textOf(sent, () => false);
      kept[field] = cutTo(text || unreadable[field], wordsLimits[field]);
    }
  }
  return kept;
}

/** What is wrong in these is told to staff as it came; what somebody sent of themselves, or where nobody knows of whom, is not kept. */
const keptAsSent: readonly PropertyKey[] = [
  'observations',
  'ageGroup',
  'proximity',
  'trip',
  'vehicle',
  'alightingStop',
  'place',
];
const valueLimit = 500;
const noteLimit = 2_000;

function noteOf(leftOut: readonly string[], said: ReadonlyMap<string, string>): string | undefined {
  if (!leftOut.length) return undefined;
  const lines = leftOut.map((name) => (said.has(name) ? `${name}: ${said.get(name)}` : name));
  return cutTo(
    `[From Alight, not from who saw it: the app sent what could not be read as it came, and it may matter. ${lines.join('; ')}]`,
    noteLimit,
  );
}

/** Mending stops here: a body that is still broken then is no report. */
const mendLimit = 3;
const brokenLimit = 50;

/** The report without what cannot be used, or nothing where no report is in it. */
function mend(body: unknown): ReadReport | undefined {
  const names: string[] = [];
  const said = new Map<string, string>();
  let value = keepWords(body, names);
  for (let round = 0; round <= mendLimit; round++) {
    const { data: report, error } = partnerFields.safeParse(value);
    if (report) {
      const leftOut = wholesOf(names);
      const { narrative, ownWords, place, doNotTell, observations } = report;
      if (!(narrative ?? ownWords ?? place ?? doNotTell) && !observations.length && !said.size)
        return undefined;
      const note = noteOf(leftOut, said);
      return { report, leftOut, ...(note ? { note } : {}) };
    }
    const unknown = new Set(
      error.issues.flatMap((issue) =>
        issue.code === 'unrecognized_keys' ? issue.keys.map((key) => pathOf([...issue.path, key])) : [],
      ),
    );
    for (const path of brokenPaths(error, value).slice(0, brokenLimit).reverse()) {
      const name = shownName(pathOf(path));
      names.push(name);
      if (keptAsSent.includes(path[0] ?? '') && !unknown.has(pathOf(path))) {
        const text = textOf(valueAt(value, path), (part) => part !== 'name' && employeeLike.test(part));
        if (text) said.set(name, cutTo(text, valueLimit));
      }
      value = without(value, path);
    }
  }
  return undefined;
}

/**
 * Reads a body; where somebody is in danger now, mends it.
 * @param forgiving false in a sandbox, so that mistakes are found there @throws Refusal employee-named, body-invalid
 */
export function readReport(body: unknown, forgiving: boolean): ReadReport {
  const read = partnerReport.safeParse(body);
  if (read.success) return { report: read.data, leftOut: [] };
  const urgent = (body as { danger?: unknown } | null)?.danger === 'imminent';
  const mended = forgiving && urgent ? mend(body) : undefined;
  if (mended) return mended;
  throw refusalOf(read.error);
}
