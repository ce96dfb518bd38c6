/** The code lists of a report, and which door it comes in by. */

/** Behaviours, never looks. */
export const observations = [
  'papers-held',
  'phone-held',
  'debt-owed',
  'may-not-leave',
  'answered-for',
  'threatened',
  'injured',
  'pay-withheld',
  'watched',
  'asked-for-help',
  'coached-words',
] as const;
export type Observation = (typeof observations)[number];

export const relations = [
  'potential-victim',
  'family-or-friend',
  'community-member',
  'service-provider',
  'law-enforcement',
  'transport-worker',
  'other-professional',
  'unknown',
] as const;
export const proximities = [
  'self',
  'direct-contact',
  'witnessed',
  'told-by-victim',
  'second-hand',
  'online',
  'unknown',
] as const;

/** "I'm not sure" opens help, the more protective door; so does a tip that comes from the person themselves. */
export function doorOf(input: {
  door: 'help' | 'tip' | 'professional' | 'unsure';
  relation: string;
  proximity: string;
}): 'help' | 'tip' | 'professional' {
  if (input.relation === 'potential-victim' || input.proximity === 'self' || input.door === 'unsure')
    return 'help';
  return input.door;
}
