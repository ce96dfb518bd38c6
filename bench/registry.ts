/** One line a benchmark. */
import { audit } from './audit.ts';
import type { Benchmark } from './benchmark.ts';
import { chats } from './chats/chats.ts';
import { corridor, pointToCounty } from './geography.ts';
import { intake } from './intake.ts';
import { pages } from './pages.ts';
import { meetingPlans } from './plans.ts';
import { search } from './search.ts';
import { whoSawIt } from './who-saw.ts';

export const benchmarks: readonly Benchmark[] = [
  intake,
  pointToCounty,
  corridor,
  meetingPlans,
  audit,
  whoSawIt,
  search,
  chats,
  pages,
];
