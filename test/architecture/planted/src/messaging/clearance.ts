export const mintClearance = 1;
