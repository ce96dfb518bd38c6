/**
 * The one way out: webhooks, texts, mail, an agency's sign-in, and a witness's questions. It reaches public addresses only, by https, and
 * connects to the very address it has checked: asking the resolver twice would let a name answer differently the second
 * time. No redirect is followed, and neither time nor answer is unbounded.
 */
import { type LookupAddress, lookup as systemLookup } from 'node:dns';
import { type ClientRequest, type IncomingMessage, request as plainRequest } from 'node:http';
import { request as tlsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { isPublicAddress } from './addresses.ts';

const outboundMilliseconds = 10_000;
const answerBytes = 64 * 1024;
const answerHeaderBytes = 16 * 1024;

/** Why nothing was sent, or why an answer was not read. The words hold no address: they may be logged. */
export class EgressRefused extends Error {
  readonly code:
    | 'not-an-address'
    | 'needs-https'
    | 'holds-credentials'
    | 'not-public'
    | 'redirected'
    | 'answer-too-long'
    | 'too-slow';
  constructor(code: EgressRefused['code'], words: string) {
    super(words);
    this.name = 'EgressRefused';
    this.code = code;
  }
}

/** What somebody outside answered. The body is UTF-8 as far as it can be read. */
export interface OutboundAnswer {
  readonly status: number;
  readonly body: string;
}

export interface Outbound {
  /**
   * Posts a text.
   * @throws EgressRefused where the address may not be reached or the answer breaks a bound; Error where nobody answers
   */
  post(
    address: string,
    sent: { readonly headers: Readonly<Record<string, string>>; readonly body: string },
  ): Promise<OutboundAnswer>;
  /** Asks for a text. @throws as `post` */
  get(address: string, headers?: Readonly<Record<string, string>>): Promise<OutboundAnswer>;
  /**
   * Where a wire other than HTTP connects to: the very address that was checked, so that nobody has to resolve the name again.
   * @param address such as smtps://mail.example.org
   * @throws EgressRefused; Error where the name is nobody's
   */
  place(address: string): Promise<Place>;
}

/** A machine outside, or one inside that the operator vouches for. */
export interface Place {
  /** An IP address. */
  readonly address: string;
  /** The name that its certificate has to have; the address itself where no name was given. */
  readonly name: string;
  readonly port: number;
  /** By the operator: it may be inside, and may go without encryption. */
  readonly vouched: boolean;
}

export interface OutboundOptions {
  /** Origins (scheme, host, port) that the operator vouches for: they may be inside, and may use http. */
  readonly allowedOrigins: readonly string[];
  /** The resolver; a test's own may lie. */
  readonly lookup?: typeof systemLookup;
  /** For the whole exchange. */
  readonly timeoutMilliseconds?: number;
}

const notPublic = () =>
  new EgressRefused(
    'not-public',
    'The address leads to a machine inside, or to none of the public internet.',
  );

/** Resolves a name once and hands on exactly what was checked; one address inside spoils the whole answer. */
const checkedLookup =
  (resolve: typeof systemLookup): LookupFunction =>
  (name, options, done) => {
    resolve(name, { all: true, ...(options.family ? { family: options.family } : {}) }, (error, found) => {
      if (error) return done(error, []);
      const addresses: LookupAddress[] = found;
      if (!addresses.length || !addresses.every(({ address }) => isPublicAddress(address)))
        return done(notPublic(), []);
      if (options.all) return done(null, addresses);
      done(null, addresses[0]!.address, addresses[0]!.family);
    });
  };

/** The address as a URL, and whether the operator vouches for it. A URL's own reading turns 0x7f.1 and 2130706433 into what they mean. */
function checkedUrl(address: string, allowed: ReadonlySet<string>): { url: URL; vouched: boolean } {
  if (!URL.canParse(address))
    throw new EgressRefused('not-an-address', 'The address cannot be read as a URL.');
  const url = new URL(address);
  if (url.username || url.password)
    throw new EgressRefused('holds-credentials', 'The address holds a name or a password.');
  const vouched = allowed.has(url.origin) && ['http:', 'https:'].includes(url.protocol);
  if (!vouched && url.protocol !== 'https:')
    throw new EgressRefused('needs-https', 'The address needs https.');
  const literal = url.hostname.replace(/^\[|\]$/g, '');
  if (!vouched && isIP(literal) && !isPublicAddress(literal)) throw notPublic();
  return { url, vouched };
}

/** Ports of what is not HTTP, where none is written. 587 is for handing mail in (RFC 6409), 465 for the same by TLS (RFC 8314). */
const usualPorts: Readonly<Record<string, number>> = { 'smtp:': 587, 'smtps:': 465 };

/** A place written as a URL, in the one way in which settings name it: scheme, host and port. */
export function placeText(address: string): string {
  const { protocol, hostname, port } = new URL(address);
  return `${protocol}//${hostname.toLowerCase()}:${port || usualPorts[protocol] || ''}`;
}

async function placeOf(
  address: string,
  allowed: ReadonlySet<string>,
  resolve: typeof systemLookup,
): Promise<Place> {
  if (!URL.canParse(address) || !(new URL(address).protocol in usualPorts) || !new URL(address).hostname)
    throw new EgressRefused('not-an-address', 'The address cannot be read as that of a mail server.');
  const { hostname, protocol, port } = new URL(address);
  const vouched = allowed.has(placeText(address));
  const name = hostname.replace(/^\[|\]$/g, '');
  if (!vouched && isIP(name) && !isPublicAddress(name)) throw notPublic();
  const lookup = vouched ? (resolve as LookupFunction) : checkedLookup(resolve);
  const [first] = await new Promise<LookupAddress[]>((done, failed) =>
    lookup(name, { all: true }, (error, found) => (error ? failed(error) : done(found as LookupAddress[]))),
  );
  if (!first) throw notPublic();
  return { address: first.address, name, port: Number(port) || usualPorts[protocol]!, vouched };
}

async function readAnswer(response: IncomingMessage): Promise<OutboundAnswer> {
  const status = response.statusCode ?? 0;
  if (status >= 300 && status < 400)
    throw new EgressRefused('redirected', 'The receiver pointed elsewhere, and nothing is sent elsewhere.');
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of response as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > answerBytes)
      throw new EgressRefused('answer-too-long', `The receiver answered more than ${answerBytes} bytes.`);
    parts.push(part);
  }
  return { status, body: Buffer.concat(parts).toString('utf8') };
}

/** Opens the way out. */
export function openOutbound(options: OutboundOptions): Outbound {
  const allowed = new Set(options.allowedOrigins);
  const lookup = options.lookup ?? systemLookup;
  const milliseconds = options.timeoutMilliseconds ?? outboundMilliseconds;
  const ask = async (
    method: 'GET' | 'POST',
    address: string,
    sent?: { readonly headers: Readonly<Record<string, string>>; readonly body?: string },
  ): Promise<OutboundAnswer> => {
    const { url, vouched } = checkedUrl(address, allowed);
    const sending = new AbortController();
    // Total time, not idle time: a receiver that drips a byte a second would hold a worker for ever.
    const timer = setTimeout(
      () => sending.abort(new EgressRefused('too-slow', `No whole answer in ${milliseconds} ms.`)),
      milliseconds,
    );
    let request: ClientRequest | undefined;
    try {
      const response = await new Promise<IncomingMessage>((resolve, reject) => {
        const open = url.protocol === 'https:' ? tlsRequest : plainRequest;
        request = open(url, {
          method,
          headers: {
            ...sent?.headers,
            ...(sent?.body === undefined ? {} : { 'content-length': String(Buffer.byteLength(sent.body)) }),
          },
          // A connection of its own, never one of a pool: what was checked is what is used.
          agent: false,
          lookup: vouched ? (lookup as LookupFunction) : checkedLookup(lookup),
          maxHeaderSize: answerHeaderBytes,
          signal: sending.signal,
        });
        request.on('response', resolve);
        request.on('error', reject);
        request.end(sent?.body);
      });
      return await readAnswer(response);
    } catch (error) {
      throw sending.signal.aborted ? sending.signal.reason : error;
    } finally {
      clearTimeout(timer);
      request?.destroy();
    }
  };
  return {
    post: (address, sent) => ask('POST', address, sent),
    get: (address, headers = {}) => ask('GET', address, { headers }),
    place: (address) => placeOf(address, allowed, lookup),
  };
}
