/**
 * What is read first, and why. Danger first; at equal danger a live person before a written report, help before tip, a child
 * before an adult; then whoever waits longest. The order explains itself, so that an advocate can disagree with it.
 */
export interface Waiting {
  readonly danger: 'imminent' | 'soon' | 'not-known' | 'none';
  readonly channel: string;
  readonly door: 'help' | 'tip' | 'professional';
  readonly ageGroup: 'minor' | 'adult' | 'unknown';
  readonly receivedAt: Date;
  /** Whether the signaler has written since staff last did. */
  readonly answered: boolean;
}

const dangerOrder = ['imminent', 'soon', 'not-known', 'none'] as const;
const dangerWords = {
  imminent: 'Danger now',
  soon: 'Danger soon',
  'not-known': 'Danger not known',
  none: 'No danger reported',
} as const;
const liveChannels = ['call', 'chat', 'text', 'walk-in'];

const steps = (one: Waiting) => [
  dangerOrder.indexOf(one.danger),
  liveChannels.includes(one.channel) ? 0 : 1,
  one.door === 'help' ? 0 : 1,
  one.ageGroup === 'minor' ? 0 : 1,
  one.answered ? 0 : 1,
];

/** Negative when `a` is read before `b`. */
export function compareWaiting(a: Waiting, b: Waiting): number {
  const [one, other] = [steps(a), steps(b)];
  for (let i = 0; i < one.length; i++) if (one[i] !== other[i]) return one[i]! - other[i]!;
  return a.receivedAt.getTime() - b.receivedAt.getTime();
}

/** How long something has waited, for people. */
export function waitingWords(seconds: number): string {
  if (seconds < 60) return 'less than a minute';
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return minutes === 1 ? '1 minute' : `${minutes} minutes`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} days`;
}

/** Why it stands where it stands. */
export function rankReason(one: Waiting, now: Date): string {
  const parts: string[] = [dangerWords[one.danger]];
  parts.push(liveChannels.includes(one.channel) ? 'a person is there live' : 'written report');
  if (one.door === 'help') parts.push('help door before tip');
  if (one.ageGroup === 'minor') parts.push('may be under 18');
  if (one.answered) parts.push('the person waits for an answer');
  parts.push(`waiting ${waitingWords((now.getTime() - one.receivedAt.getTime()) / 1000)}`);
  return `${parts.join(' · ')}.`;
}
