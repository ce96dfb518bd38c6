/** What pages outside this room may show: the card that every duty page carries, whatever its state. */
export { card } from './page.ts';
