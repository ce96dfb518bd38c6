export { compareWaiting, rankReason, type Waiting, waitingWords } from './queue.ts';
