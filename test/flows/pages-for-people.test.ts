/** Pages are made by React as it is for people. The other one, which checks itself, takes thirty times as long. */
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { openHouse } from '../support/house.ts';

test('the server reads React for people, and not the one for whoever builds pages', async () => {
  const house = await openHouse(undefined, true);
  try {
    expect((await house.call('GET', '/')).statusCode).toBe(200);
    const read = Object.keys(createRequire(import.meta.url).cache).filter((file) =>
      /react-dom-server[.\w]*\.(production|development)\.js$/.test(file),
    );
    expect(read.some((file) => file.endsWith('react-dom-server.node.production.js'))).toBe(true);
    expect(read.filter((file) => file.endsWith('.development.js'))).toEqual([]);
  } finally {
    await house.close();
  }
});
