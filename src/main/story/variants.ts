/** How the founding story can go. In a file of its own: the help of the command line names them without reading the story. */
export const variants = ['everyone-comes', 'every-local-unit-declines', 'no-consent', 'do-not-tell'] as const;
export type Variant = (typeof variants)[number];
