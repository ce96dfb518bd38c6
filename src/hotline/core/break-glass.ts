/**
 * Breaking the glass: somebody whose role shows no report has to look into one. It takes a reason and a second person, lasts an hour at
 * most, and supervisors are told. Source: security.md 12.
 */

/** How long it lasts from the second person's yes; as long as a question waits for one. */
export const glassMinutes = 60;

export interface BrokenGlass {
  readonly askedBy: string;
  readonly askedAt: Date;
  readonly grantedBy: string | null;
  readonly grantedAt: Date | null;
  /** Somebody closed it again. */
  readonly endedAt: Date | null;
}

export type GlassState = 'asked' | 'open' | 'over';

const after = (since: Date): number => since.getTime() + glassMinutes * 60_000;

export function glassState(glass: BrokenGlass, now: Date): GlassState {
  if (glass.endedAt && glass.endedAt <= now) return 'over';
  const time = now.getTime();
  if (glass.grantedAt) return time < after(glass.grantedAt) ? 'open' : 'over';
  return time < after(glass.askedAt) ? 'asked' : 'over';
}

export const glassUntil = (glass: BrokenGlass): Date => new Date(after(glass.grantedAt ?? glass.askedAt));

/** Only who asked may look, and only while it is open. */
export const mayLook = (glass: BrokenGlass, by: string, now: Date): boolean =>
  glass.askedBy === by &&
  glass.grantedBy !== null &&
  glass.grantedBy !== by &&
  glassState(glass, now) === 'open';

export type GlassRefusal = 'asked-it-yourself' | 'glass-over' | 'granted-before';

export function mayGrant(glass: BrokenGlass, by: string, now: Date): GlassRefusal | undefined {
  if (glass.askedBy === by) return 'asked-it-yourself';
  if (glass.grantedBy !== null) return 'granted-before';
  return glassState(glass, now) === 'asked' ? undefined : 'glass-over';
}
