/** Finds a Chromium for browser tests: on PATH, else from apt where we are root, else Playwright's own. */
import { execFileSync, spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';

/** The one without windows first: the same browser, at a third of the work. */
const names = [
  'chromium-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
];
/** What Debian calls them; the first that its release has. */
const packages = ['chromium-headless-shell', 'chromium'];

function onPath(): string | undefined {
  for (const folder of (process.env.PATH ?? '').split(delimiter))
    for (const name of names) {
      const file = join(folder, name);
      try {
        accessSync(file, constants.X_OK);
        return file;
      } catch {}
    }
  return undefined;
}

/** The executable's path; installs one when there is none. @throws saying what to do when that fails too */
export async function findChromium(say: (words: string) => void = () => {}): Promise<string> {
  const found = onPath();
  if (found) return found;
  if (process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0) {
    say('Installing Chromium for the browser tests (apt-get)...');
    spawnSync('apt-get', ['update', '-qq'], { stdio: 'ignore' });
    for (const name of packages) {
      spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', name], {
        stdio: 'ignore',
        env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      });
      const installed = onPath();
      if (installed) return installed;
    }
  }
  say("Looking for Playwright's Chromium...");
  try {
    accessSync(chromium.executablePath(), constants.X_OK);
  } catch {
    try {
      execFileSync(process.execPath, ['node_modules/playwright-core/cli.js', 'install', 'chromium'], {
        stdio: 'inherit',
      });
    } catch {
      throw new Error(
        'Browser tests need Chromium. Install the package "chromium" and run script/test again.',
      );
    }
  }
  return chromium.executablePath();
}

/** Flags for a browser that talks to nobody but us. */
export const chromiumFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
