/**
 * Which service each role is, as NENA STA-006.3 names services, and in which order agencies are read. NENA has no name for
 * a victim advocate and for some others: those are private names, and an organization may carry another one in its row.
 */

/** Role → service URN. */
export const serviceUrns: Readonly<Record<string, string>> = {
  'local-law-enforcement': 'urn:emergency:service:responder.police.local',
  'railroad-police': 'urn:emergency:service:responder.police.private',
  'transit-police': 'urn:emergency:service:responder.police.private',
  'state-patrol': 'urn:emergency:service:responder.police.stateProvincial',
  'federal-field-office': 'urn:emergency:service:responder.police.federal.fbi',
  'victim-advocate': 'urn:x-alight:service:victim-advocate',
  'child-protection': 'urn:x-alight:service:child-protection',
  'child-advocate': 'urn:x-alight:service:child-advocate',
  'state-contact': 'urn:x-alight:service:state-contact',
  'carrier-operations': 'urn:x-alight:service:carrier-operations',
  psap: 'urn:service:sos',
};

/** A sheriff takes the local role under a name of its own. */
export const sheriffUrn = 'urn:emergency:service:responder.police.sheriff';

const roleOrder = [
  'local-law-enforcement',
  'state-patrol',
  'railroad-police',
  'transit-police',
  'victim-advocate',
  'child-protection',
  'child-advocate',
  'state-contact',
  'carrier-operations',
];

/** Place of a role in an answer; unknown roles come last. */
export const roleRank = (role: string): number => {
  const rank = roleOrder.indexOf(role);
  return rank < 0 ? roleOrder.length : rank;
};

const immigrationEnforcement = [
  'urn:emergency:service:responder.police.federal.ice',
  'urn:emergency:service:responder.police.federal.cbp',
];

/** Immigration enforcement is never an answer to "who answers for this place". Source: safety.md "Whose word counts". */
export const isImmigrationEnforcement = (serviceUrn: string): boolean => {
  const urn = serviceUrn.toLowerCase();
  return immigrationEnforcement.some((name) => urn === name || urn.startsWith(`${name}.`));
};
