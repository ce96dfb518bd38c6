/** A plan in words, for someone who has been awake all night: where, when, how likely, and what would help. */

import { leadRole, type RoleNeed, roleWords } from './roles.ts';
import type { PlanRole, PlanStop } from './shapes.ts';

/** "97 %"; never "100 %", since nothing is certain. @param probability 0 to 1 */
export function percentWords(probability: number): string {
  const percent = Math.round(probability * 100);
  if (percent >= 100) return 'more than 99 %';
  return percent <= 0 ? 'less than 1 %' : `${percent} %`;
}

/** The one sentence at the top. */
export function headlineOf(plan: {
  point: PlanStop;
  needs: readonly RoleNeed[];
  standing: 'meets' | 'hedged' | 'below';
  roles: readonly PlanRole[];
}): string {
  const { point } = plan;
  const lead = plan.roles.find(({ role }) => role === leadRole);
  if (lead?.closedByThePerson) return `Nobody is asked to come. ${lead.excluded[0]?.reason ?? ''}`.trim();
  const needed = plan.needs.filter(({ required }) => required).map(({ role }) => roleWords[role]);
  const whom = `${needed.slice(0, -1).join(', ')} and ${needed[needed.length - 1]}`;
  const chance = `${percentWords(point.ready)} that ${whom} are all in place`;
  const when = point.arrivalAt ? ` before ${point.arrivalWords}` : '';
  const below = plan.standing === 'below' ? ' This is below what is wanted.' : '';
  return `Meet at ${point.name}: ${chance}${when}.${below}`;
}

/** What else has to be known, one sentence each. */
export function notesOf(plan: {
  roles: readonly PlanRole[];
  stops: readonly PlanStop[];
  standing: 'meets' | 'hedged' | 'below';
  stopKnown: boolean;
  ready: number;
  /** The chance when everybody is asked five minutes later. */
  readyIfLater: number;
  lift: { readonly role: string; readonly ready: number } | null;
}): string[] {
  const notes: string[] = [];
  if (!plan.stopKnown && plan.stops.length > 1)
    notes.push(
      'Where the person gets off is not known: the plan is spread over the stops that are left. Ask.',
    );
  for (const role of plan.roles)
    if (role.candidates.length === 0)
      notes.push(
        role.excluded.length
          ? `No ${role.name} may be told.`
          : `Nobody can be asked as ${role.name}.${role.required ? ' A supervisor has to act.' : ''}`,
      );
  notes.push(...leftOut(plan.roles));
  if (plan.standing === 'below' && plan.lift)
    notes.push(
      `What would help most: one more unit as near as the nearest for ${roleName(plan.lift.role)}, which would make it ${percentWords(plan.lift.ready)}. Everyone is asked all the same.`,
    );
  if (plan.ready - plan.readyIfLater >= worthSaying)
    notes.push(
      `Confirm soon: in five minutes it will be ${percentWords(plan.readyIfLater)} instead of ${percentWords(plan.ready)}.`,
    );
  return notes;
}

/** Who is left out, said once for each reason. */
function leftOut(roles: readonly PlanRole[]): string[] {
  const byReason = Map.groupBy(
    roles.flatMap(({ excluded }) => excluded),
    ({ reason }) => reason,
  );
  return [...byReason].map(([reason, left]) => {
    const names = [...new Set(left.map(({ organizationName }) => organizationName))];
    return `Not asked: ${names.join(', ')}. ${reason}`;
  });
}

/** When nobody knows where the person gets off: what sending people to several stops would give. */
export function spreadWords(spread: {
  places: readonly { name: string; agencies: readonly string[] }[];
  met: number;
  point: PlanStop;
}): string[] {
  const { places, met, point } = spread;
  if (places.length < 2) return [];
  const list = places.map(({ name, agencies }) => `${name} (${agencies.join(', ')})`).join('; ');
  return [
    `With people at several stops the chance that they are met, wherever they get off, would be ${percentWords(met)}: ${list}.`,
    `Confirming asks only those for ${point.name}. Learning where they get off helps more than anything else.`,
  ];
}

const worthSaying = 0.02;
const roleName = (role: string) => (role in roleWords ? roleWords[role as keyof typeof roleWords] : role);
