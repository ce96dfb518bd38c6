/** Asked wrongly: nothing was done, and the words say what to ask instead. */
export class AskedWrongly extends Error {}
