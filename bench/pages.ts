/**
 * How long the server takes for each public page, beside a bare server that answers with the same bytes; and how long after a click
 * on the way out the page is hidden, in Chromium. Both as a person meets them: over HTTP, in a real browser.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chromium } from 'playwright-core';
import { type Instance, startInstance } from '../src/main/story/instance.ts';
import { startCluster } from '../src/platform/index.ts';
import { chromiumFlags, findChromium } from '../test/support/chromium.ts';
import { inLanguage, publicPages } from '../test/support/public-pages.ts';
import { type Benchmark, median, type Result } from './benchmark.ts';

/** Enough that a 95th percentile of one page is not its slowest run. */
const rounds = 40;
const warmRounds = 3;
const exitRuns = 10;
const pageAimMilliseconds = 15;
const exitAimMilliseconds = 100;
/** Left to right and right to left; the other languages are made alike. */
const measuredLanguages = ['en', 'ar'] as const;

const part = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ??
  Number.NaN;

/** Milliseconds until the whole answer is there. */
async function timed(address: string): Promise<number> {
  const start = performance.now();
  await (await fetch(address)).arrayBuffer();
  return performance.now() - start;
}

async function pagesServed({ origin }: Instance): Promise<Result[]> {
  const paths = measuredLanguages.flatMap((code) => publicPages.map((path) => inLanguage(code, path)));
  const bodies = new Map<string, Buffer>();
  for (const path of paths) bodies.set(path, Buffer.from(await (await fetch(origin + path)).arrayBuffer()));
  const bare = createServer((request, response) =>
    response
      .writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' })
      .end(bodies.get(request.url ?? '')),
  );
  bare.listen(0, '127.0.0.1');
  await once(bare, 'listening');
  const bareOrigin = `http://127.0.0.1:${(bare.address() as AddressInfo).port}`;
  try {
    const [ours, theirs] = [new Map<string, number[]>(), [] as number[]];
    for (let round = 0; round < warmRounds + rounds; round++)
      for (const path of paths) {
        const [mine, same] = [await timed(origin + path), await timed(bareOrigin + path)];
        if (round < warmRounds) continue;
        ours.set(path, [...(ours.get(path) ?? []), mine]);
        theirs.push(same);
      }
    const all = [...ours.values()].flat();
    const slowest = [...ours]
      .map(([path, times]) => ({ path, at95: part(times, 0.95) }))
      .sort((a, b) => b.at95 - a.at95)[0]!;
    const aim = `p95 <= ${pageAimMilliseconds} ms`;
    const bareHalf = { name: 'bare server, same bytes, p50', value: median(theirs) };
    const bareMost = { name: 'bare server, same bytes, p95', value: part(theirs, 0.95) };
    const result = (name: string, value: number, beside: typeof bareHalf): Result => ({
      name,
      value,
      unit: 'ms',
      aim,
      holds: value <= pageAimMilliseconds,
      beside: [beside],
      ratio: value / beside.value,
    });
    return [
      result('public pages, p50', median(all), bareHalf),
      result('public pages, p95', part(all, 0.95), bareMost),
      result(`slowest: ${slowest.path}`, slowest.at95, bareMost),
    ];
  } finally {
    bare.close();
  }
}

/** From the click itself, by the browser's own clock, to the moment at which the page is hidden. */
async function exitHidden({ origin }: Instance): Promise<Result> {
  const browser = await chromium.launch({ executablePath: await findChromium(), args: chromiumFlags });
  try {
    const times: number[] = [];
    for (let run = 0; run < exitRuns; run++) {
      const context = await browser.newContext({ viewport: { width: 320, height: 640 } });
      await context.route(
        (url) => !url.href.startsWith(origin),
        (route) => route.fulfill({ contentType: 'text/html', body: '<title>Weather</title>' }),
      );
      await context.exposeFunction('hiddenAfter', (milliseconds: number) => void times.push(milliseconds));
      await context.addInitScript(() => {
        let clicked = 0;
        addEventListener('click', (event) => (clicked = event.timeStamp), { capture: true });
        new MutationObserver(() => {
          const page = document.documentElement;
          if (page?.style.display !== 'none' || !clicked) return;
          (window as unknown as { hiddenAfter(after: number): void }).hiddenAfter(
            performance.now() - clicked,
          );
        }).observe(document, { attributes: true, subtree: true, attributeFilter: ['style'] });
      });
      const page = await context.newPage();
      await page.goto(`${origin}/report?door=help`);
      await page.locator('textarea').fill('He keeps my papers. '.repeat(200));
      await page.locator('.bar a[data-leave]').click();
      await page.waitForURL((url) => url.origin !== origin);
      await context.close();
    }
    const value = part(times, 0.95);
    return {
      name: 'way out: hidden, p95',
      value,
      unit: 'ms',
      aim: `<= ${exitAimMilliseconds} ms`,
      holds: times.length === exitRuns && value <= exitAimMilliseconds,
      beside: [{ name: `median of ${times.length} runs`, value: median(times) }],
      ratio: null,
    };
  } finally {
    await browser.close();
  }
}

export const pages: Benchmark = {
  name: 'pages',
  about: 'Milliseconds for each public page, and from the click on the way out to a hidden page.',
  run: async () => {
    const cluster = await startCluster('.alight');
    const instance = await startInstance({ dataFolder: '.alight', cluster });
    try {
      return [...(await pagesServed(instance)), await exitHidden(instance)];
    } finally {
      await instance.stop();
      if (cluster.started) await cluster.stop();
    }
  },
};
