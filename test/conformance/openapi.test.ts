/** The description of the API is what the API is: committed, and every example works as far as an example can. */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { advocateId, type House, openHouse } from '../support/house.ts';

interface Operation {
  readonly requestBody?: {
    readonly content: Record<
      string,
      {
        readonly example?: unknown;
        readonly examples?: Record<string, { readonly value: unknown }>;
        readonly schema?: { readonly examples?: unknown[] };
      }
    >;
  };
}
interface Description {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, Operation>>;
}

describe('openapi.json', () => {
  let house: House;
  let live: Description;
  beforeAll(async () => {
    house = await openHouse();
    live = (await house.call('GET', '/openapi.json')).json();
  });
  afterAll(() => house.close());

  // That the committed file is what the server says is a gate of its own: script/generate.ts --check.
  test('is OpenAPI 3.1, and the committed one names every path that the server has', async () => {
    expect(live.openapi).toBe('3.1.0');
    const committed: Description = JSON.parse(await readFile('openapi.json', 'utf8'));
    expect(Object.keys(committed.paths)).toEqual(expect.arrayContaining(Object.keys(live.paths)));
  });

  test('every request body has an example, and the server understands it', async () => {
    let posted = 0;
    for (const [path, operations] of Object.entries(live.paths)) {
      const operation = operations['post'];
      if (!operation?.requestBody) continue;
      const media = operation.requestBody.content['application/json'];
      const examples = [
        ...(media?.schema?.examples ?? []),
        ...Object.values(media?.examples ?? {}).map(({ value }) => value),
        ...(media?.example === undefined ? [] : [media.example]),
      ];
      expect(examples.length, `${path} has no example`).toBeGreaterThan(0);
      for (const example of examples) {
        const url = path.replace('{id}', '01900000-0000-7000-8000-00000000000a');
        const answer = await house.call('POST', url, example, {
          'alight-actor': advocateId,
          authorization: 'Bearer an-invented-session-that-opens-nothing',
        });
        // An example may name something that is not there; it must never be misunderstood, and never break us.
        expect([400, 415, 500], `${path}: ${answer.body.slice(0, 200)}`).not.toContain(answer.statusCode);
        posted++;
      }
    }
    expect(posted).toBeGreaterThan(15);
  });
});
