/** What a code may tell: fixed texts, and nothing else. Source: safety.md "The code in the wrong hands". */
export type Status = 'received' | 'read' | 'closed' | 'acted-on';

export const statusTexts: Readonly<Record<Status, string>> = {
  received: 'We have received your report.',
  read: 'A trained person has read your report.',
  closed: 'Your report is closed.',
  'acted-on': 'Your report was acted on.',
};

/** In place of every reply when the code may be in other hands. */
export const neutralReply = 'Thank you for writing. Please call us when you can.';

const holdHours = 24;

/** Whether "acted on" may be released: only 24 hours after the response closed, so that no text tells that someone was met. */
export function mayReleaseActedOn(responseClosedAt: Date | null, now: Date): boolean {
  return responseClosedAt !== null && now.getTime() - responseClosedAt.getTime() >= holdHours * 3_600_000;
}

/** The status that a code shows. */
export function statusOf(signal: { state: 'received' | 'read' | 'closed'; actedOnAt: Date | null }): Status {
  if (signal.actedOnAt) return 'acted-on';
  return signal.state;
}
