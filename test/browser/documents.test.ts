/** The documents of a report in the console: added, scanned again, saved, and refused in words, with a script and without. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { Browser } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../../src/platform/database/place.ts';
import { openBrowser, visitor } from '../support/browser.ts';
import { eicar } from '../support/clamd.ts';
import { advocateId, type House, openHouse } from '../support/house.ts';
import { report } from '../support/reports.ts';
import { type StandInScanner, startScanner } from '../support/scanner.ts';
import { hold } from './scene.ts';

const text = (name: string, words: string) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(words) });

describe.each([true, false])('documents of a report, with a script: %s', (javaScript) => {
  let house: House;
  let scanner: StandInScanner;
  let browser: Browser;
  let origin: string;
  let signalId: string;
  beforeAll(async () => {
    const port = await freePort();
    origin = `http://localhost:${port}`;
    scanner = await startScanner();
    house = await openHouse(new Date(), true, {
      PORT: String(port),
      PUBLIC_ORIGIN: origin,
      CLAMD_ADDRESS: scanner.address,
    });
    await house.alight.app.listen({ host: '127.0.0.1', port });
    browser = await openBrowser();
    ({ signalId } = await report(house));
  });
  afterEach(() => {
    scanner.away = false;
  });
  afterAll(async () => {
    await browser.close();
    await house.close();
    await scanner.stop();
  });

  const open = async () => {
    const staff = await visitor(browser, origin, { javaScript });
    await staff.context.addCookies([{ name: 'alight_acting', value: advocateId, url: `${origin}/console` }]);
    const { page } = staff;
    const add = async (file: Parameters<ReturnType<typeof page.getByLabel>['setInputFiles']>[0]) => {
      await page.getByLabel('Which file?').setInputFiles(file);
      await page.getByRole('button', { name: 'Add the file' }).click();
      await page.waitForLoadState();
    };
    return { ...staff, staff, add, row: (name: string) => page.getByRole('row', { name }) };
  };

  test('a file is added from the report’s page, kept closed while no scanner answers, scanned again and saved', async () => {
    const { page, add, row, staff } = await open();
    await page.goto(`/console/signals/${signalId}`);
    await page.getByRole('link', { name: 'Documents (0)' }).click();
    await page.getByText('None yet.').waitFor();
    scanner.away = true;
    await add(text('Her letter.txt', 'Meet me at the bridge.'));
    await page.getByText('Kept, and closed until the scanner answers').waitFor();
    const words = await row('Her letter.txt').innerText();
    expect(words).toContain('plain text, 22 bytes');
    expect(words).toContain('Not checked yet');
    expect(words, 'who added it').toContain('Riley Adams');
    expect(await page.getByRole('link', { name: 'Open Her letter.txt' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Scan again Her letter.txt' }).click();
    await page.getByText('Kept, and closed until the scanner answers').waitFor();
    scanner.away = false;
    await page.getByRole('button', { name: 'Scan again Her letter.txt' }).click();
    await page.getByText('Nothing harmful was found: it can be opened').waitFor();
    const downloading = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Open Her letter.txt' }).click();
    const download = await downloading;
    expect(download.suggestedFilename()).toBe('Her letter.txt');
    expect(await readFile(await download.path(), 'utf8')).toBe('Meet me at the bridge.');
    await page.goto(`/console/signals/${signalId}`);
    await page.getByRole('link', { name: 'Documents (1)' }).waitFor();
    await hold(staff, `report with documents ${javaScript}`, false);
    await staff.context.close();
  });

  test('what is harmful is said in words and is no link, and its address leads back to the list', async () => {
    const { page, add, row, staff } = await open();
    await page.goto(`/console/signals/${signalId}/documents`);
    await add(text('bill.txt', eicar));
    await page.getByText('Kept closed: something harmful was found in it').waitFor();
    const words = await row('bill.txt').innerText();
    expect(words).toContain('Harmful');
    expect(words).toContain('stays closed for everybody');
    expect(await row('bill.txt').getByRole('link').count()).toBe(0);
    const { rows } = await sql<{ id: string }>`select id from attachment where state = 'infected'`.execute(
      house.database.db,
    );
    await page.goto(`/console/signals/${signalId}/documents/${rows[0]!.id}`);
    await page.getByRole('alert').getByText('That file was not opened').waitFor();
    await page.goto(`/console/signals/${signalId}/documents`);
    scanner.away = true;
    await add(
      text('A name that is as long as names of files that people send from telephones are.txt', 'Hm.'),
    );
    scanner.away = false;
    const buffer = await sharp({ create: { width: 9, height: 9, channels: 3, background: '#468' } })
      .jpeg()
      .toBuffer();
    await add({ name: 'Platform.jpg', mimeType: 'image/jpeg', buffer });
    await row('Platform.jpg').waitFor();
    expect(await page.locator('img').count(), 'no picture is shown').toBe(0);
    await hold(staff, `documents ${javaScript}`);
    await staff.context.close();
  });

  test('a file that cannot be kept is refused beside the form, and the page stays', async () => {
    const { page, add, staff } = await open();
    const known = await page
      .goto(`/console/signals/${signalId}/documents`)
      .then(() => page.locator('tbody tr').count());
    const alert = page.locator('#add').getByRole('alert');
    await add({
      name: 'program.pdf',
      mimeType: 'application/pdf',
      buffer: Buffer.from('MZ\x90\0', 'latin1'),
    });
    expect(await alert.innerText()).toContain('PDF, PNG, JPEG, WebP and plain text can be kept');
    await add(text('nothing.txt', ''));
    expect(await alert.innerText()).toContain('The file is empty');
    // From the disk: through the wire of the test it would take longer than the page does.
    const long = join(house.folder, 'long.txt');
    await writeFile(long, Buffer.alloc(11 * 1024 * 1024, 'a'));
    await add(long);
    expect(await alert.innerText()).toContain('A file may hold 10 MB');
    expect(await page.locator('tbody tr').count()).toBe(known);
    await hold(staff, `documents refused ${javaScript}`);
    await staff.context.close();
  });
});
