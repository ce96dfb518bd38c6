/** The tests that `script/mutation` holds against small faults in the code that decides and proves: pure, so thousands of runs are cheap. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      'src/audit/core/*.test.ts',
      'src/disclosures/core/*.test.ts',
      'src/identity/core/{policy,by-two}.test.ts',
      'src/hotline/core/{purge,break-glass}.test.ts',
      'src/cases/core/*.test.ts',
      'src/signals/core/safe-times.test.ts',
      // Rules that PostgreSQL keeps are tried on PostgreSQL: the one that is not pure.
      'src/platform/database/row-oracle.test.ts',
    ],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
