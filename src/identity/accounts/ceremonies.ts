/**
 * The five addresses of better-auth that a browser reaches; every other one is not there. What comes back is our own words: no session
 * token in a body that a script could read, and no stranger's error page.
 */
import { errorFields, type Log, Refusal } from '../../platform/index.ts';
import { invitedCookie } from './admission.ts';
import { cookiesSetBy, withoutCookies } from './cookies.ts';
import { authPath, type Engine, signInPath } from './engine.ts';
import type { SignInRecord } from './sign-in-record.ts';

/** A step of a ceremony: its method, and its address below `/auth`. */
export const ceremonies = {
  'ask-passkey': ['GET', '/passkey/generate-authenticate-options'],
  'show-passkey': ['POST', '/passkey/verify-authentication'],
  'ask-new-passkey': ['GET', '/passkey/generate-register-options'],
  'keep-new-passkey': ['POST', '/passkey/verify-registration'],
  'from-agency': ['GET', '/callback/agency'],
} as const;
export type Ceremony = keyof typeof ceremonies;

export interface CeremonyDeps {
  readonly engine: Engine;
  readonly log: Log;
  readonly record: SignInRecord;
  /** Whether a cookie is one of sign-in's. */
  readonly isOurs: (name: string) => boolean;
  /** Whether who is signed in showed their key a moment ago. */
  readonly isFresh: (headers: Headers) => Promise<boolean>;
}

/** In characters of base64url; 1,023 bytes are the most a key's name can have (WebAuthn, 4). */
const longestCredentialId = 1_364;

const refusals: Readonly<Record<string, Refusal>> = Object.fromEntries(
  [
    new Refusal(
      'invitation-over',
      410,
      'This link does not open anything any more',
      'It works once and for a day. Ask whoever invited you for a new one.',
    ),
    new Refusal(
      'sign-in-again',
      403,
      'Please show your key again',
      'Adding a passkey asks for it. Use the button, then add the new one.',
    ),
  ].map((refusal) => [refusal.code, refusal]),
);

const notOpened = new Refusal(
  'passkey-wrong',
  401,
  'That passkey did not open',
  'It may be another site’s, or it was removed here, or the page was open too long. Try again, or ask an administrator.',
);
const notVerified = new Refusal(
  'passkey-unverified',
  401,
  'The device did not check who you are',
  'Unlock the passkey with a PIN, a fingerprint or a face; without that it does not open anything here.',
);
const notActive = new Refusal(
  'not-active',
  403,
  'You cannot sign in here any more',
  'An administrator can say why.',
);

function refusalOf(code: string): Refusal {
  if (code === 'USER_NOT_VERIFIED') return notVerified;
  if (code === 'NOT_ACTIVE') return notActive;
  return refusals[code] ?? notOpened;
}

/**
 * The request as better-auth may see it: an invitation and a session never together, so that a link opened at somebody else's desk makes
 * a key for whom it is for, and the other way round.
 */
function headersFor(step: Ceremony, request: Request, isOurs: (name: string) => boolean): Headers {
  const invited = new URL(request.url).searchParams.get('context') === 'invited';
  const isSession = (name: string) => isOurs(name) && name.endsWith('.session_token');
  const headers = withoutCookies(request.headers, (name) => {
    if (step === 'ask-new-passkey' || step === 'keep-new-passkey')
      return invited ? isSession(name) : name === invitedCookie;
    return name === invitedCookie;
  });
  headers.delete('user-agent');
  return headers;
}

/** @throws Refusal in words where a passkey is not taken */
export async function answerCeremony(
  { engine, log, record, isOurs, isFresh }: CeremonyDeps,
  step: Ceremony,
  request: Request,
): Promise<Response> {
  const [method, path] = ceremonies[step];
  const from = new URL(request.url);
  // Asked before the device is; the answer is judged once more when it comes (admission.ts).
  const another = step === 'ask-new-passkey' && from.searchParams.get('context') !== 'invited';
  if (another && !(await isFresh(request.headers))) throw refusalOf('sign-in-again');
  const body = method === 'POST' ? await request.text() : undefined;
  const to = new Request(new URL(`${authPath}${path}${from.search}`, from), {
    method,
    headers: headersFor(step, request, isOurs),
    ...(body === undefined ? {} : { body }),
  });
  const answer = await engine.handler(to).catch((error: unknown) => {
    log.warn('sign-in failed', { step, ...errorFields(error) });
    return new Response(null, { status: 500 });
  });
  if (step === 'from-agency') return backFromAgency(answer, log);
  if (method === 'GET' && answer.ok) return answer;
  if (!answer.ok) {
    const told = (await answer.json().catch(() => ({}))) as { code?: string };
    const refusal = refusalOf(told.code ?? '');
    log.info('a passkey was refused', { step, code: refusal.code });
    const credentialId = step === 'show-passkey' ? credentialIn(body) : undefined;
    if (credentialId) record.refused({ credentialId }, 'passkey', 'key');
    throw refusal;
  }
  return Response.json({ ok: true }, { headers: cookieHeaders(cookiesSetBy(answer)) });
}

/** The name of the key that was shown, where the body has one. */
function credentialIn(body: string | undefined): string | undefined {
  try {
    const id: unknown = JSON.parse(body ?? '')?.response?.id;
    return typeof id === 'string' && id.length <= longestCredentialId ? id : undefined;
  } catch {
    return undefined;
  }
}

const cookieHeaders = (cookies: readonly string[]): [string, string][] =>
  cookies.map((cookie) => ['set-cookie', cookie]);

/** Back at our own page, with a code for its words when it went wrong. */
async function backFromAgency(answer: Response, log: Log): Promise<Response> {
  const location = answer.headers.get('location');
  const target = location && URL.canParse(location, 'http://here') ? new URL(location, 'http://here') : null;
  const told = location ? null : ((await answer.json().catch(() => ({}))) as { code?: string });
  const code = target?.searchParams.get('error') ?? (target ? null : (told?.code ?? 'unknown'));
  if (code !== null) log.info('an agency’s sign-in was refused', { code: code.slice(0, 60) });
  const to = code === null ? target!.pathname + target!.search : `${signInPath}?refused=${refusedWord(code)}`;
  return new Response(null, {
    status: 303,
    headers: [['location', to], ...cookieHeaders(cookiesSetBy(answer))],
  });
}

/** Which of our sentences fits a code of better-auth or of ours. */
function refusedWord(code: string): 'invited' | 'clock' | 'active' | 'key' | 'agency' {
  if (code === 'not-invited' || code === 'invitation-over') return 'invited';
  if (code === 'AGENCY_CLOCK' || code === 'unable_to_get_user_info') return 'clock';
  if (code === 'NOT_ACTIVE') return 'active';
  if (code === 'AGENCY_KEY_NOT_SHOWN') return 'key';
  return 'agency';
}
