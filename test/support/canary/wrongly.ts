/**
 * Everything asked wrongly: a failure's words and an address are where marks like to stay. Each address of the house is asked, by nobody
 * and by those who may, with the mark wherever it has a place for words.
 */
import { expect } from 'vitest';
import { pageAccess, routeAccess } from '../../../src/main/access.ts';
import { administratorId, advocateId, supervisorId } from '../house.ts';
import type { Walk } from './walk.ts';

const withMark = (pattern: string, mark: string): string =>
  `${pattern.replaceAll(/:\w+/g, mark).replace('*', mark)}?after=${mark}&to=${mark}&q=${mark}&size=${mark}`;

export async function askWrongly(walk: Walk): Promise<void> {
  const { mark, named } = walk.given;
  const names = [
    'text',
    'code',
    'reason',
    'token',
    'key',
    'id',
    'after',
    'tripId',
    'recipient',
    'county',
    'address',
  ];
  const marked = Object.fromEntries(
    [mark, 'feedId', 'line', 'signal', 'words', ...names].map((name) => [name, mark]),
  );
  const asked = async (...call: Parameters<Walk['ask']>) => {
    const answer = await walk.ask(...call);
    // After time was moved, what fell due may not be done yet: that is what this address is there to say.
    if (call[1].startsWith('/readyz') && answer.statusCode === 503) return;
    expect(answer.statusCode, `${call[0]} ${call[1]}: ${answer.body.slice(0, 200)}`).toBeLessThan(500);
  };
  for (const route of Object.keys(routeAccess)) {
    const [method, pattern] = route.split(' ') as ['GET' | 'POST', string];
    const url = withMark(pattern, mark);
    for (const who of [{}, { 'alight-actor': supervisorId }, { authorization: `Bearer alight_${mark}` }]) {
      if (method === 'GET') await asked(method, url, undefined, who);
      else await asked(method, url, marked, who);
    }
  }
  for (const pattern of Object.keys(pageAccess))
    for (const who of ['', advocateId, administratorId]) {
      const cookie = who ? { cookie: `alight_acting=${who}` } : {};
      await asked('GET', withMark(pattern, mark), undefined, { accept: 'text/html', ...cookie });
      await asked(
        'POST',
        withMark(pattern, mark),
        new URLSearchParams({ do: mark, go: mark, ...marked }),
        cookie,
      );
    }
  const json = { 'content-type': 'application/json' };
  await asked('POST', '/v1/signals', `{"narrative": "${mark}`, json);
  await asked('POST', '/v1/signals', { door: mark, narrative: 7, [mark]: mark });
  const release = { recipient: mark, items: [mark], purpose: mark, until: '2026-03-01T00:00:00Z' };
  await asked('POST', '/v1/signals', { door: 'help', narrative: mark, releases: [release] });
  await asked('POST', '/v1/signals', mark, { 'content-type': `text/${mark}` });
  await asked('POST', '/report', mark, { 'content-type': `multipart/form-data; boundary=${mark}` });
  await asked('GET', '/v1/queue', undefined, { 'alight-actor': mark });
  await asked(
    'POST',
    '/v1/partners/signals',
    { narrative: mark },
    { 'alight-key': mark, 'webhook-id': mark },
  );
  await asked('GET', `/v1/nothing/${mark}?q=${mark}`);
  await asked('GET', `/nothing/${mark}?q=${named}`, undefined, { accept: 'text/html' });
}
