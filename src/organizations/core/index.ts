export { isReachable } from './contact.ts';
export { type Contact, ladderOf, localMoment, onCallAt, type RotaShift, type Wire } from './ladder.ts';
export { isSameAddress, isSameName, type Reach, unknownReach } from './reach.ts';
