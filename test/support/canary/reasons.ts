/** What the walk leaves out, and what is kept as it was written: each with its reason. What is not here, a test asks for. */

type Reasons = Readonly<Record<string, string>>;
const each = (because: string, ...places: readonly string[]): Reasons =>
  Object.fromEntries(places.map((place) => [place, because]));

const code = 'a code, link or cursor of ours: any other opens nothing (asked wrongly with the mark)';
const listed = 'an id or a name of a list: any other is refused (asked wrongly with the mark)';
const number = 'a number, in digits or not at all';
const idAlone = 'takes an id alone';
const served = 'only where the clock can be moved: walked by test/faults/canary-served.test.ts';

/** Fields of the API for words into which no accepted call puts a mark, and addresses that no call of the walk reaches. */
export const unmarkedOfApi: Reasons = {
  ...each(
    code,
    'POST /v1/chats/end code',
    'POST /v1/chats/follow code',
    'POST /v1/chats/messages code',
    'POST /v1/chats/open code',
    'POST /v1/chats/resume code',
    'POST /v1/chats/typing code',
    'POST /v1/dialogue/delete code',
    'POST /v1/dialogue/messages code',
    'POST /v1/dialogue/open code',
    'POST /v1/pages/exchange token',
    'POST /v1/search after',
  ),
  ...each(
    listed,
    'POST /v1/jurisdictions/resolve tripId',
    'POST /v1/signals/:id/place county',
    'POST /v1/signals/:id/release recipient',
    'POST /v1/signals/:id/trip stopId',
    'POST /v1/signals/:id/trip tripId',
  ),
  ...each('a telephone number, looked for as one', 'POST /sandbox/reply address'),
  ...each(idAlone, 'POST /v1/signals/:id/attachments/:attachmentId/scan'),
};

/** Fields for words that a page shows. */
export const unmarkedOfPages: Reasons = {
  ...each(code, '/chat code', '/receipt code'),
  ...each(
    listed,
    '/console/glass signal',
    '/console/keys organization',
    '/console/partners feedId',
    '/console/signals/:id county',
    '/console/signals/:id line',
    '/console/signals/:id/orders recipient',
  ),
  ...each(
    number,
    '/console/partners perMinute',
    '/console/signals/:id coordinates',
    '/portal minutes',
    '/report safePhone',
    '/sign-in/invited code',
  ),
  ...each('samples of the look: nothing is sent anywhere', '/gallery decision'),
  ...each(served, '/sandbox body'),
};

/** Acts of pages that the walk does not do. */
export const undone: Reasons = {
  ...each(
    idAlone,
    '/account end',
    '/account keep-keys',
    '/account remove',
    '/console accept-chat',
    '/console pass-chat',
    '/console/floods',
    '/console/floods flood-aside',
    '/console/floods flood-back',
    '/console/keys agree-invitation',
    '/console/keys refuse',
    '/console/keys refuse-role',
    '/console/keys take-back',
    '/console/signals/:id read-out',
    '/console/signals/:id release',
    '/portal all-clear',
  ),
  ...each('takes one of a list', '/portal outcome'),
  ...each(served, '/sandbox', '/sandbox clock', '/sandbox reply'),
};

/** Columns of sign-in, which has no field policy of its own, in which the name of somebody who works here is read as it is. */
export const namesOfSignIn: Reasons = {
  ...each(
    'who is invited, and who signs in: their name and address at work',
    'auth.invitation.name',
    'auth.invitation.email',
    'auth.user.name',
    'auth.user.email',
  ),
  ...each('what they call their own key', 'auth.passkey.name'),
  ...each('what their agency calls them: its own id of its own people', 'auth.account.accountId'),
};
