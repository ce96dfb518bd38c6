/**
 * How long the server takes for each public page in every language, each page by name, beside a bare server that answers with the
 * same bytes; and how long after a click on the way out the page is hidden, in Chromium. Both as a person meets them: over HTTP, in
 * a real browser.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chromium } from 'playwright-core';
import { type Instance, startInstance } from '../src/main/story/instance.ts';
import { startCluster } from '../src/platform/index.ts';
import { chromiumFlags, findChromium } from '../test/support/chromium.ts';
import { inLanguage, languages, publicPages } from '../test/support/public-pages.ts';
import { type Benchmark, median, type Result } from './benchmark.ts';
import { processorMilliseconds } from './chats/processor.ts';

/** Enough that a 95th percentile of one page is not its slowest run. */
const rounds = 40;
const warmRounds = 3;
const exitRuns = 10;
const pageAimMilliseconds = 15;
const exitAimMilliseconds = 100;

const part = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ??
  Number.NaN;

/** Milliseconds until the whole answer is there. */
async function timed(address: string): Promise<number> {
  const start = performance.now();
  await (await fetch(address)).arrayBuffer();
  return performance.now() - start;
}

/** What one address took, of ours and of the bare server, in the order of the rounds. */
interface Timed {
  readonly page: string;
  readonly path: string;
  readonly ours: number[];
  readonly bare: number[];
}

async function pagesServed({ origin, process: server }: Instance): Promise<Result[]> {
  const measured: readonly Timed[] = languages.flatMap((code) =>
    publicPages.map((page) => ({ page, path: inLanguage(code, page), ours: [], bare: [] })),
  );
  const bodies = new Map<string, Buffer>();
  for (const { path } of measured)
    bodies.set(path, Buffer.from(await (await fetch(origin + path)).arrayBuffer()));
  const bare = createServer((request, response) =>
    response
      .writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' })
      .end(bodies.get(request.url ?? '')),
  );
  bare.listen(0, '127.0.0.1');
  await once(bare, 'listening');
  const bareOrigin = `http://127.0.0.1:${(bare.address() as AddressInfo).port}`;
  let [used, asked] = [0, 0];
  try {
    for (let round = 0; round < warmRounds + rounds; round++) {
      const before = processorMilliseconds(server.pid!);
      for (const { path, ours, bare: same } of measured) {
        const [mine, theirs] = [await timed(origin + path), await timed(bareOrigin + path)];
        if (round < warmRounds) continue;
        ours.push(mine);
        same.push(theirs);
        asked++;
      }
      if (round >= warmRounds) used += processorMilliseconds(server.pid!) - before;
    }
  } finally {
    bare.close();
  }
  const result = (name: string, share: number, of: readonly Timed[]): Result => {
    const value = part(
      of.flatMap(({ ours }) => ours),
      share,
    );
    const peer = part(
      of.flatMap(({ bare: same }) => same),
      share,
    );
    return {
      name,
      value,
      unit: 'ms',
      aim: `p95 <= ${pageAimMilliseconds} ms`,
      holds: value <= pageAimMilliseconds,
      beside: [{ name: `bare server, same bytes, p${share * 100}`, value: peer }],
      ratio: value / peer,
    };
  };
  /** A page in all its languages, with its half and the address that is slowest. */
  const ofPage = (page: string): Result => {
    const here = measured.filter((one) => one.page === page);
    const slowest = here.reduce((worst, one) =>
      part(one.ours, 0.95) > part(worst.ours, 0.95) ? one : worst,
    );
    const whole = result(`${page}, p95`, 0.95, here);
    return {
      ...whole,
      beside: [
        ...whole.beside,
        { name: 'its p50', value: median(here.flatMap(({ ours }) => ours)) },
        { name: `slowest address, its p95: ${slowest.path}`, value: part(slowest.ours, 0.95) },
      ],
    };
  };
  const half = result('public pages, p50', 0.5, measured);
  return [
    // What others do on the machine makes a page late; what it costs stays what it is.
    {
      ...half,
      beside: [...half.beside, { name: 'processor time of the server a page', value: used / asked }],
    },
    result('public pages, p95', 0.95, measured),
    ...publicPages.map(ofPage).sort((a, b) => b.value - a.value),
  ];
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
  about:
    'Milliseconds for each public page in every language, and from the click on the way out to a hidden page.',
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
