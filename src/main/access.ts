/**
 * Whom every address is for: the one table that the door (identity/door.ts) reads. What is not in it is closed, and
 * `test/flows/access.test.ts` asks for each line who may and who may not. Source: security.md 7.
 */
import type { FastifyRequest } from 'fastify';
import type { Access } from '../identity/index.ts';

/** The API: method and address as it is registered. */
export const routeAccess: Readonly<Record<string, Access>> = {
  'GET /healthz': 'public',
  'GET /readyz': 'public',
  'GET /openapi.json': 'public',
  'GET /v1/audit/checkpoint': 'public',
  'GET /v1/audit/inclusion': 'public',
  'GET /v1/audit/consistency': 'public',

  // The steps of signing in: whoever takes them is nobody yet.
  'GET /auth/passkey/generate-authenticate-options': 'public',
  'POST /auth/passkey/verify-authentication': 'public',
  'GET /auth/passkey/generate-register-options': 'public',
  'POST /auth/passkey/verify-registration': 'public',
  'GET /auth/callback/agency': 'public',

  'POST /v1/signals': 'public',
  'POST /v1/partners/signals': 'partner',
  'POST /v1/dialogue/open': 'public',
  'POST /v1/dialogue/messages': 'public',
  'POST /v1/dialogue/delete': 'public',
  'POST /v1/chats': 'public',
  'POST /v1/chats/open': 'public',
  'POST /v1/chats/resume': 'public',
  'POST /v1/chats/messages': 'public',
  'POST /v1/chats/typing': 'public',
  'POST /v1/chats/end': 'public',
  'POST /v1/chats/follow': 'public',
  'GET /v1/map': 'public',
  'POST /v1/left': 'public',
  'POST /v1/jurisdictions/resolve': { public: true, more: 'jurisdictions:explain' },

  'GET /v1/staff': 'staff:list',
  'GET /v1/queue': 'queue:read',
  'GET /v1/floods': 'reports:read',
  'POST /v1/floods/:id/bring-back': 'floods:decide',
  'POST /v1/floods/:id/set-aside': 'floods:decide',
  'GET /v1/alerts': 'alerts:read',
  'POST /v1/alerts/:id/handle': 'alerts:handle',
  'GET /v1/signals/:id': 'reports:read',
  'POST /v1/search': 'reports:read',
  'POST /v1/signals/:id/ask-back': 'reports:work',
  'GET /v1/floor': 'reports:work',
  'POST /v1/floor/presence': 'reports:work',
  'POST /v1/signals/:id/accept-chat': 'reports:work',
  'POST /v1/signals/:id/pass-chat': 'reports:work',
  'POST /v1/signals/:id/hand-over-chat': 'reports:work',
  'POST /v1/signals/:id/end-chat': 'reports:work',
  'POST /v1/signals/:id/typing': 'reports:work',
  'GET /v1/signals/:id/conversation': 'reports:read',
  'POST /v1/signals/:id/assess': 'reports:work',
  'POST /v1/signals/:id/close': 'reports:work',
  'POST /v1/signals/:id/trip': 'reports:work',
  'POST /v1/signals/:id/place': 'reports:work',
  'POST /v1/signals/:id/do-not-tell': 'reports:work',
  'POST /v1/signals/:id/settle-do-not-tell': 'reports:work',
  'POST /v1/signals/:id/take-back-do-not-tell': 'entries:take-back',
  'POST /v1/signals/:id/code-elsewhere': 'reports:work',
  'POST /v1/signals/:id/read-out-code': 'reports:work',
  'POST /v1/signals/:id/text-now': 'reports:work',
  'POST /v1/signals/:id/release-acted-on': 'reports:work',
  'POST /v1/signals/:id/release': 'releases:record',
  'POST /v1/signals/:id/withdraw-release': 'consents:record',
  'POST /v1/signals/:id/move-to-help': 'consents:record',
  'GET /v1/signals/:id/court-orders': 'orders:read',
  'POST /v1/signals/:id/court-orders': 'orders:work',
  'POST /v1/court-orders/:id/agree': 'orders:work',
  'POST /v1/court-orders/:id/handed-over': 'orders:work',
  'POST /v1/court-orders/:id/person-told': 'orders:work',
  'POST /v1/court-orders/:id/person-not-told': 'orders:work',
  'POST /v1/court-orders/:id/end': 'orders:end',
  'GET /v1/signals/:id/attachments': 'documents:read',
  'GET /v1/signals/:id/attachments/:attachmentId': 'documents:read',
  'POST /v1/signals/:id/attachments': 'documents:add',
  'POST /v1/signals/:id/attachments/:attachmentId/scan': 'documents:add',

  'GET /v1/glasses': 'glasses:read',
  'POST /v1/glasses': 'glasses:ask',
  'GET /v1/glasses/:id/report': 'glasses:ask',
  'POST /v1/glasses/:id/grant': 'glasses:grant',
  'POST /v1/glasses/:id/end': 'glasses:end',
  'GET /v1/signals/:id/keeping': 'keeping:read',
  'GET /v1/purges': 'keeping:read',
  'POST /v1/signals/:id/hold': 'holds:place',
  'POST /v1/signals/:id/lift-hold': 'holds:place',
  'POST /v1/signals/:id/purge': 'purges:ask',
  'POST /v1/purges/:id/approve': 'purges:approve',
  'POST /v1/purges/:id/stop': 'purges:stop',

  'POST /v1/meeting-plans': 'plans:read',
  'GET /v1/responses/:id': 'responses:read',
  'GET /v1/responses/:id/events': 'responses:read',
  'POST /v1/responses': 'responses:decide',
  'POST /v1/signals/:id/pass-on': 'responses:decide',
  'POST /v1/responses/:id/stand-down': 'responses:decide',
  'POST /v1/responses/:id/carrier': 'responses:decide',
  'POST /v1/responses/:id/lead': 'responses:decide',
  'POST /v1/responses/:id/close': 'responses:decide',

  'GET /v1/voice-tasks': 'calls:read',
  'POST /v1/voice-tasks/:id/complete': 'calls:record',
  'POST /v1/pages/:id/reissue': 'pages:work',
  'POST /v1/pages/:id/report': 'pages:work',

  'POST /v1/pages/exchange': 'responder',
  'GET /v1/pages/current': 'responder',
  'POST /v1/pages/current/accept': 'responder',
  'POST /v1/pages/current/decline': 'responder',
  'POST /v1/pages/current/en-route': 'responder',
  'POST /v1/pages/current/staged': 'responder',
  'POST /v1/pages/current/all-clear': 'responder',
  'POST /v1/pages/current/outcome': 'responder',

  'POST /wires/sms/inbound': 'carrier',
  'GET /sandbox/messages': 'sandbox',
  'POST /sandbox/reply': 'sandbox',
  'GET /sandbox/clock': 'sandbox',
  'POST /sandbox/clock': 'sandbox',
};

/** What says of an address of the API that it is not there, or knows another method (platform/unrouted.ts). */
const unrouted: readonly string[] = ['/v1/*', '/sandbox/*', '/wires/*'];

/** The pages, by the pattern of their address (web/routes.ts). What they show and do is asked for again, act by act, in serving.ts. */
export const pageAccess: Readonly<Record<string, Access>> = {
  '/': 'public',
  '/report': 'public',
  '/receipt': 'public',
  '/chat': 'public',
  '/directory': 'public',
  '/help': 'public',
  '/help/what-happens': 'public',
  '/help/safety': 'public',
  '/help/leave': 'public',
  '/signs': 'public',
  '/signs/transit': 'public',
  '/signs/hotels': 'public',
  '/signs/health': 'public',
  '/signs/schools': 'public',
  '/signs/food': 'public',
  '/signs/online': 'public',
  '/signs/families': 'public',
  '/learn/transit': 'public',
  '/learn/transit/card': 'public',
  '/learn/transit/check': 'public',
  '/states/missouri': 'public',
  '/about': 'public',
  '/privacy': 'public',
  '/accessibility': 'public',
  '/developers': 'public',
  '/gallery': 'public',
  '/*': 'public',

  '/sign-in': 'public',
  '/sign-in/agency': 'public',
  '/sign-in/locked': 'public',
  '/sign-in/invited': 'public',
  '/sign-in/invited/:token': 'public',
  // Of whoever is signed in, whatever their role; it asks itself, and shows nobody anything of another.
  '/account': 'public',
  '/account/password': 'public',

  '/console': 'console:enter',
  '/console/audit': 'sights:read',
  '/console/floods': 'reports:read',
  '/console/glass': 'glasses:read',
  // A token opens no page, and this is a page's.
  '/console/board': 'console:enter',
  '/console/keys': 'keys:work',
  '/console/people': 'people:manage',
  '/console/purges': 'keeping:read',
  '/console/search': 'reports:read',
  '/console/signals/:id': 'reports:read',
  '/console/signals/:id/known': 'reports:read',
  '/console/signals/:id/documents': 'documents:read',
  '/console/signals/:id/documents/:documentId': 'documents:read',
  '/console/signals/:id/keeping': 'keeping:read',
  '/console/signals/:id/orders': 'orders:read',
  '/console/responses/:id': 'responses:read',

  '/console/tokens': 'tokens:manage',
  '/console/partners': 'tokens:manage',

  '/p/:token': 'responder',
  '/portal': 'responder',
  // It says itself that there is none where there is none.
  '/sandbox': 'public',
};

/** The pages' files: styles, scripts, pictures. They hold nothing that the public does not get. */
const isFile = (url: string): boolean =>
  url.startsWith('/assets/') ||
  url === '/guides/partner-api.txt' ||
  ['/favicon.svg', '/leave.js', '/live.js', '/map-open.js', '/map.js', '/map-ground.js'].includes(url);

const ofTable = (table: Readonly<Record<string, Access>>, key: string): Access | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined;

/**
 * Whom a request's address is for; undefined when nobody said so.
 * @param pattern the page that the address shows, where it shows one
 */
export function accessOf(request: FastifyRequest, pattern: string | undefined): Access | undefined {
  if (pattern !== undefined) return ofTable(pageAccess, pattern);
  const { url = '' } = request.routeOptions;
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  if (unrouted.includes(url) || (method === 'GET' && isFile(url))) return 'public';
  return ofTable(routeAccess, `${method} ${url}`);
}
