/** What a browser is told with every answer, and where a browser's posts may come from. */
import type { FastifyRequest } from 'fastify';
import type { Config } from './config.ts';
import { Refusal } from './refusal.ts';

const oneYearSeconds = 31_536_000;
/** Nothing here asks for any of these; what is not named keeps its default, so each is. */
const deniedFeatures = [
  'accelerometer',
  'autoplay',
  'browsing-topics',
  'camera',
  'display-capture',
  'encrypted-media',
  'fullscreen',
  'geolocation',
  'gyroscope',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'picture-in-picture',
  'screen-wake-lock',
  'serial',
  'usb',
  'xr-spatial-tracking',
];

/** Whether people reach this instance by https, so that a browser may be told never to try anything else. */
export const isSecure = (config: Config): boolean => config.publicOrigin.startsWith('https:');

/** What every answer carries unless its route says otherwise: pages, the API, files and errors alike. */
export function everyHeaderOf(config: Config): Readonly<Record<string, string>> {
  return {
    // For what is no page; a page says what it needs.
    'content-security-policy':
      "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
    'referrer-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'origin-agent-cluster': '?1',
    'permissions-policy': deniedFeatures.map((feature) => `${feature}=()`).join(', '),
    'x-dns-prefetch-control': 'off',
    'x-permitted-cross-domain-policies': 'none',
    'cache-control': 'no-store',
    ...(isSecure(config)
      ? { 'strict-transport-security': `max-age=${oneYearSeconds}; includeSubDomains` }
      : {}),
  };
}

/** Methods that change nothing. */
const readingMethods = new Set(['GET', 'HEAD', 'OPTIONS']);
const loopbackNames = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Refuses what another site's page sends in a visitor's name. A browser says with a post where it comes from (`Origin`), or at
 * least how near that is (`Sec-Fetch-Site`), or as browsers of before 2020 do, which page it was on (`Referer`; our own rule lets
 * our pages say so to us). One that says nothing is let in only without a cookie: then there is nobody in whose name it could
 * act, and a report from a very old telephone still arrives.
 * @throws Refusal `foreign-form` (403)
 */
export function assertOwnOrigin(
  request: Pick<FastifyRequest, 'method' | 'headers'>,
  { publicOrigin }: Config,
): void {
  if (readingMethods.has(request.method)) return;
  const { origin, referer, cookie, 'sec-fetch-site': nearness } = request.headers;
  const own =
    origin !== undefined
      ? isOwn(origin, publicOrigin)
      : nearness !== undefined
        ? nearness === 'same-origin' || nearness === 'none'
        : referer !== undefined
          ? isOwn(referer, publicOrigin)
          : cookie === undefined;
  if (!own)
    throw new Refusal(
      'foreign-form',
      403,
      'This form was sent from another site',
      'Nothing was stored. Please open the page here and send it again.',
    );
}

/** The configured origin, or this machine under another of its names at the same port. */
function isOwn(origin: string, publicOrigin: string): boolean {
  if (!URL.canParse(origin)) return false;
  const [from, here] = [new URL(origin), new URL(publicOrigin)];
  return (
    from.origin === here.origin ||
    (loopbackNames.has(here.hostname) &&
      loopbackNames.has(from.hostname) &&
      from.protocol === here.protocol &&
      from.port === here.port)
  );
}
