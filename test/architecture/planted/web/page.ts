import { inside } from '../src/audit/store.ts';
export const page = inside;
