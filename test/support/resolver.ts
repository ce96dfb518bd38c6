/** Names that lead where a test says. */
import type { lookup as systemLookup } from 'node:dns';

/** A resolver that answers with each of `answers` in turn, and keeps count. */
export function resolver(...answers: string[][]): { lookup: typeof systemLookup; asked: () => number } {
  let asked = 0;
  const answer = (_name: string, _options: unknown, done: (...found: unknown[]) => void) => {
    const found = answers[Math.min(asked, answers.length - 1)]!;
    asked += 1;
    queueMicrotask(() =>
      done(
        null,
        found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      ),
    );
  };
  return { lookup: answer as unknown as typeof systemLookup, asked: () => asked };
}
