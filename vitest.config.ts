import { defineConfig } from 'vitest/config';

/** Two workers: the machines this runs on have two cores, and PostgreSQL needs room too. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['src/**/*.test.ts', 'bench/**/*.test.ts', 'test/{architecture,conformance}/**/*.test.ts'],
          // A slow machine is not a fault; what must be fast is measured, not timed here.
          testTimeout: 240_000,
          hookTimeout: 240_000,
        },
      },
      {
        test: {
          name: 'flows',
          include: ['test/flows/**/*.test.ts'],
          testTimeout: 240_000,
          hookTimeout: 240_000,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          testTimeout: 240_000,
          hookTimeout: 240_000,
        },
      },
      {
        test: {
          name: 'faults',
          include: ['test/faults/**/*.test.ts'],
          testTimeout: 3_000_000,
          hookTimeout: 240_000,
          fileParallelism: false,
        },
      },
    ],
    maxWorkers: 2,
  },
});
