import './here.ts';
export const there = 1;
