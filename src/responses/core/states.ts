/** The states of a page inside a response. */
export type PageState =
  | 'asked'
  | 'delivered'
  | 'timed-out'
  | 'undeliverable'
  | 'declined'
  | 'acknowledged'
  | 'en-route'
  | 'staged'
  | 'stood-down';

/** Whoever accepted and has not turned back. */
export const coming: readonly PageState[] = ['acknowledged', 'en-route', 'staged'];

/** Asked, and the time to answer is not over. */
export const isOpen = (state: PageState): boolean => state === 'asked' || state === 'delivered';
