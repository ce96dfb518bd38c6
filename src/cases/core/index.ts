/** The pure half of cases: what an entry of the do-not-tell list closes. */
export { closingEntries, isListedAddress, type Listed, type Whom } from './listed.ts';
