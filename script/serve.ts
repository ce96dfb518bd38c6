/** `script/server` after the packages are there: readies the checkout while the server's own parts are read, then serves. */
import { prepare } from './prepare.ts';

const preparing = prepare();
// Heard below; a failure while the rest is being read must not end the process without a word.
preparing.catch(() => {});
const { sayWhyNot, serve } = await import('../src/main/server.ts');
const { loadGeography } = await import('../src/geography/index.ts');
try {
  const geography = loadGeography();
  await preparing;
  await serve(geography);
} catch (error) {
  sayWhyNot(error);
}
