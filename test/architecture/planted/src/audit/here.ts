import './there.ts';
export const here = 1;
