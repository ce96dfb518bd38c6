/**
 * The pages that are read: which address shows which file of `content/<language>/`, and what one can do from there. A new page is
 * a file in every language and a line here; `web/routes.ts` and the tests read this list.
 */

export interface WrittenPage {
  /** The address, in English and without its first stroke. */
  readonly path: string;
  /** The file, without language and ending. */
  readonly file: string;
  /** Where it belongs: what stands at its foot. */
  readonly kind: 'help' | 'signs' | 'learn' | 'facts';
  /** The state whose helpers stand below it, as a region of the directory names it. */
  readonly state?: string;
}

export const writtenPages: readonly WrittenPage[] = [
  { path: 'help', file: 'help', kind: 'help' },
  { path: 'help/what-happens', file: 'help-what-happens', kind: 'help' },
  { path: 'help/safety', file: 'help-safety', kind: 'help' },
  { path: 'help/leave', file: 'help-leave', kind: 'help' },
  { path: 'signs', file: 'signs', kind: 'signs' },
  { path: 'signs/transit', file: 'signs-transit', kind: 'signs' },
  { path: 'signs/hotels', file: 'signs-hotels', kind: 'signs' },
  { path: 'signs/health', file: 'signs-health', kind: 'signs' },
  { path: 'signs/schools', file: 'signs-schools', kind: 'signs' },
  { path: 'signs/food', file: 'signs-food', kind: 'signs' },
  { path: 'signs/online', file: 'signs-online', kind: 'signs' },
  { path: 'signs/families', file: 'signs-families', kind: 'signs' },
  { path: 'learn/transit', file: 'course-transit', kind: 'learn' },
  { path: 'learn/transit/card', file: 'course-transit-card', kind: 'learn' },
  { path: 'states/missouri', file: 'state-missouri', kind: 'facts', state: 'Missouri' },
  { path: 'about', file: 'about', kind: 'facts' },
  { path: 'privacy', file: 'privacy', kind: 'facts' },
  { path: 'accessibility', file: 'accessibility', kind: 'facts' },
  { path: 'developers', file: 'developers', kind: 'facts' },
];

/** The page of an address. */
export const writtenPageAt = (pathname: string): WrittenPage | undefined =>
  writtenPages.find(({ path }) => `/${path}` === pathname.replace(/\/$/, ''));
