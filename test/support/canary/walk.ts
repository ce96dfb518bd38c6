/**
 * Somebody who walks through a house with a mark in every field, and writes down each call: what was asked, with which words, and what
 * came back. `missed.ts` holds that against what the house has. Source: security.md 8, 13.
 */
import type { LightMyRequestResponse } from 'fastify';
import { expect } from 'vitest';

/** What somebody was answered. */
export interface Answer extends Pick<LightMyRequestResponse, 'statusCode' | 'body' | 'json'> {
  readonly headers: Readonly<Record<string, unknown>>;
}

/** A house as anybody reaches it: in this process, or served by another. */
export interface Reached {
  call(
    method: 'GET' | 'POST',
    url: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer>;
  /** Moves time, doing what falls due on the way. */
  wait(seconds: number): Promise<void>;
  now(): Promise<Date>;
}

/** What a walk is given. */
export interface Ways {
  readonly house: Reached;
  /** Words of people: nowhere to be read. Letters alone, so that it stays whole in whatever it is made into. */
  readonly mark: string;
  /** Names of staff, machines and partners, which everybody who works here reads and which are kept as they are. */
  readonly named: string;
  /** A place that is told in numbers. */
  readonly point: { readonly lon: number; readonly lat: number };
  /** A run of the timetable and the day it sets out, where there is one on its way. */
  readonly train?: { readonly tripId: string; readonly serviceDate: string };
  /** Where the pages say that they are. */
  readonly formOrigin: string;
  /** What the database holds, for ids that no answer names. */
  rows<T>(query: string, values?: readonly unknown[]): Promise<T[]>;
}

/** One call, as it is held against what the house has. */
export interface Call {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  /** Fields by their path, `place.words` or `releases[].purpose`, each with every value it had. */
  readonly fields: ReadonlyMap<string, readonly string[]>;
  readonly answer: Answer;
  /** Done: neither refused nor failed, also where a page says so in its words. */
  readonly accepted: boolean;
}

export const asJson = 'application/json';
const asForm = 'application/x-www-form-urlencoded';

/** What says who somebody is, in every header that might. */
export const identifyingHeaders = ({ mark, formOrigin }: Ways): Record<string, string> => ({
  'user-agent': `Browser ${mark}`,
  referer: `${formOrigin}/report?from=${mark}`,
  'x-forwarded-for': '203.0.113.77',
  forwarded: 'for=203.0.113.77',
  'x-real-ip': '203.0.113.77',
});

function collect(value: unknown, path: string, into: Map<string, string[]>): void {
  if (Array.isArray(value)) for (const one of value) collect(one, `${path}[]`, into);
  else if (typeof value === 'object' && value !== null)
    for (const [name, one] of Object.entries(value)) collect(one, path ? `${path}.${name}` : name, into);
  else into.set(path, [...(into.get(path) ?? []), String(value)]);
}

function fieldsOf(body: unknown): Map<string, string[]> {
  const fields = new Map<string, string[]>();
  if (body instanceof URLSearchParams)
    for (const name of new Set(body.keys())) fields.set(name, body.getAll(name));
  else if (typeof body === 'object' && body !== null && !Buffer.isBuffer(body)) collect(body, '', fields);
  return fields;
}

/** A page says a refusal in its own words, with whatever status. */
const isRefused = ({ body }: Answer): boolean => /id="problem"|role="alert"/.test(body);

export type Fields = Readonly<Record<string, string | readonly string[]>>;

/** The walk itself. Who acts is a member of staff by id, or nobody. */
export class Walk {
  readonly calls: Call[] = [];
  readonly given: Ways;
  readonly identifying: Record<string, string>;
  constructor(given: Ways) {
    this.given = given;
    this.identifying = identifyingHeaders(given);
  }

  /** Words with the mark in them, told apart by what stands before it. */
  words = (before: string): string => `${before} ${this.given.mark}`;

  /** Any call, with everything in its headers that says who somebody is; accepted or not. */
  async ask(
    method: 'GET' | 'POST',
    url: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const form = body instanceof URLSearchParams;
    const answer = await this.given.house.call(method, url, form ? body.toString() : body, {
      ...this.identifying,
      ...(form ? { 'content-type': asForm, origin: this.given.formOrigin } : {}),
      ...headers,
    });
    const accepted = answer.statusCode < 400 && !(form && isRefused(answer));
    this.calls.push({ method, url, fields: fieldsOf(body), answer, accepted });
    return answer;
  }

  /** A call that is to work. */
  async done(
    method: 'GET' | 'POST',
    url: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const answer = await this.ask(method, url, body, headers);
    expect(this.calls.at(-1)?.accepted, `${method} ${url} ${answer.statusCode}: ${said(answer)}`).toBe(true);
    return answer;
  }

  /** The API in somebody's name. @returns what it answered */
  async api(who: string | null, url: string, body?: object, headers: Record<string, string> = {}) {
    const answer = await this.done(body ? 'POST' : 'GET', url, body, {
      ...(who ? { 'alight-actor': who } : {}),
      ...headers,
    });
    return /json/.test(String(answer.headers['content-type'])) ? answer.json() : undefined;
  }

  /** A body that was signed as it stands. */
  signed = async (url: string, body: string, headers: Record<string, string>): Promise<Answer> => {
    const answer = await this.done('POST', url, body, headers);
    this.calls.push({ ...this.calls.pop()!, fields: fieldsOf(JSON.parse(body)) });
    return answer;
  };

  /** A page as somebody sees it. */
  look = async (who: string | null, url: string, headers: Record<string, string> = {}): Promise<string> =>
    (await this.done('GET', url, undefined, { accept: 'text/html', ...cookieOf(who), ...headers })).body;

  /** A form of a page, sent as a browser does. */
  send = (who: string | null, url: string, fields: Fields, headers: Record<string, string> = {}) =>
    this.done('POST', url, formOf(fields), { ...cookieOf(who), ...headers });

  /** The id of the newest row of a table; of one report where the clock stands and another has one too. */
  async newest(table: string, signalId?: string): Promise<string> {
    const [row] = await this.given.rows<{ id: string }>(
      `select id from ${table} where ${signalId ? 'signal_id = $1' : '$1::uuid is null'} order by id desc limit 1`,
      [signalId ?? null],
    );
    return row!.id;
  }

  /** Ids carry the instant, and the clock of a test stands: a moment between two tells them apart. */
  wait = (seconds: number): Promise<void> => this.given.house.wait(seconds);
}

const cookieOf = (who: string | null): Record<string, string> =>
  who ? { cookie: `alight_acting=${who}` } : {};

const formOf = (fields: Fields): URLSearchParams =>
  new URLSearchParams(
    Object.entries(fields).flatMap(([name, value]) => [value].flat().map((one) => [name, one as string])),
  );

/** What a refusal says, of a page without its frame. */
const said = ({ body }: Answer): string =>
  (/(id="problem"|role="alert")[\s\S]{0,600}/.exec(body)?.[0] ?? body)
    .replaceAll(/<[^>]*>/g, ' ')
    .slice(0, 300);
