/** What was done, in words, and beside which panel it is said. */
const doings = {
  ask: ['conversation', 'The question is with the person’s code'],
  'hand-over': ['conversation', 'Handed over'],
  'end-chat': ['conversation', 'The chat is ended'],
  'come-to-floor': ['top', 'You are on the floor'],
  'leave-floor': ['top', 'You have left the floor'],
  'pass-chat': ['top', 'It goes to the next'],
  elsewhere: ['conversation', 'Replies are neutral now'],
  assess: ['assessment', 'Assessment saved'],
  trip: ['where', 'Trip saved'],
  place: ['where', 'Place saved'],
  'do-not-tell': ['plan', 'Put on the do-not-tell list'],
  'response-do-not-tell': ['withheld', 'Put on the do-not-tell list'],
  'pass-on': ['decision', 'Passed on as information'],
  'pass-on-again': ['decision', 'Passed on as information once more'],
  'take-back-do-not-tell': ['plan', 'Taken off the do-not-tell list'],
  'response-take-back-do-not-tell': ['withheld', 'Taken off the do-not-tell list'],
  'settle-do-not-tell': ['plan', 'Written down: the list is done'],
  'record-release': ['consent', 'Consent recorded'],
  'withdraw-release': ['consent', 'Taken back: nothing more is shared on it'],
  'move-to-help': ['consent', 'Moved to the help door'],
  confirm: ['top', 'Response confirmed'],
  close: ['top', 'Report closed'],
  release: ['top', 'The code may say “acted on”'],
  supervisor: ['supervisor', 'The supervisor is called to this report'],
  lead: ['top', 'The lead is named'],
  'stand-down': ['top', 'Everyone was stood down'],
  'close-response': ['top', 'Response closed'],
  reissue: ['pages', 'A new link is on its way'],
  carrier: ['carrier', 'The carrier is being told'],
  alert: ['alerts', 'Seen to'],
  call: ['calls', 'Call saved'],
  'glass-ask': ['top', 'Asked. A supervisor has to agree'],
  'glass-grant': ['top', 'You agreed: it is open for an hour'],
  'glass-end': ['top', 'Closed again'],
  hold: ['top', 'The hold is placed'],
  lift: ['top', 'The hold is lifted'],
  order: ['orders', 'Nothing is told until another supervisor has agreed. Recorded'],
  'order-agree': ['orders', 'It may be handed over, exactly as it stands here. Agreed'],
  'order-handed-over': ['orders', 'What was told stays told. Handed over'],
  'order-told': ['orders', 'The person knows. Written down'],
  'order-not-told': ['orders', 'Why the person does not know yet is written down'],
  'order-end': ['orders', 'Nothing more is told on it. Ended'],
  'purge-ask': ['top', 'Asked. Two others have to agree'],
  'purge-agree': ['top', 'You agreed'],
  'purge-object': ['top', 'Stopped: nothing is destroyed'],
  role: ['people', 'The role is changed'],
  'role-asked': ['people', 'Asked. It counts when a second person agreed, on the page Keys'],
  'key-asked': ['waiting', 'Asked. A second person has to agree, and gets the link'],
  'key-agree-role': ['waiting', 'You agreed: it counts from now on'],
  'key-refuse-role': ['waiting', 'No: nothing was changed'],
  'token-asked': [
    'tokens',
    'Asked. It works when a supervisor agreed, on the page Keys, who is then shown it',
  ],
  'refuse-token': ['waiting', 'No: nothing was made'],
  leave: ['people', 'They are let in no more'],
  'key-take-back': ['top', 'The link opens nothing any more'],
  'key-recover': ['recovery', 'Asked. Somebody else has to approve it'],
  'key-refuse': ['recovery', 'Refused: nothing was changed'],
  'come-back': ['people', 'They are let in again'],
  'flood-back': ['floods', 'All of it is back in the queue'],
  'flood-aside': ['floods', 'Set aside again'],
  'document-clean': ['documents', 'Nothing harmful was found: it can be opened. Scan asked for'],
  'document-quarantined': ['documents', 'Kept, and closed until the scanner answers. Scan asked for'],
  'document-infected': ['documents', 'Kept closed: something harmful was found in it. Scan asked for'],
  'clear-timetable': ['keys', 'Their trips are looked up in no timetable any more. Taken away'],
  'revoke-key': ['keys', 'The key is taken back'],
  'revoke-token': ['tokens', 'The token is taken back'],
} as const;

type What = keyof typeof doings;
export interface Done {
  readonly panel: string;
  readonly words: string;
  readonly at: Date;
}

const isWhat = (what: string): what is What => Object.hasOwn(doings, what);

/** @param kept "assess.1764090000000" */
export function doneIn(kept: string): Done | null {
  const [what = '', at = ''] = kept.split('.');
  if (!isWhat(what)) return null;
  const [panel, words] = doings[what];
  return { panel, words, at: new Date(Number(at)) };
}
