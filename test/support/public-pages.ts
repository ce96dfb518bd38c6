/** Every page of the public site, in every language: what its tests and measurements go through. */
import { readFileSync } from 'node:fs';
import { inLanguage, type PublicLanguage, publicLanguages } from '../../src/signals/core/index.ts';
import { writtenPages } from '../../web/site/written/pages.ts';

export const languages = Object.keys(publicLanguages) as PublicLanguage[];

/** Addresses, in English. A new page of `web/site/written/pages.ts` is among them by itself. */
export const publicPages: readonly string[] = [
  '/',
  '/report?door=help',
  '/report?door=tip',
  '/receipt',
  '/chat',
  '/directory',
  '/learn/transit/check',
  ...writtenPages.map(({ path }) => `/${path}`),
];

/** Where danger comes first: everywhere but on pages of facts, the self-check and the card, which are read ahead of time. */
export const dangerPages: readonly string[] = publicPages.filter((path) => {
  const written = writtenPages.find((page) => `/${page.path}` === path);
  return written
    ? written.kind !== 'facts' && written.file !== 'course-transit-card'
    : path !== '/learn/transit/check';
});

type Words = { readonly [key: string]: string & Words };

/** What the pages say in a language, by its keys. */
export const wordsOf = (code: PublicLanguage) =>
  JSON.parse(readFileSync(`locales/${code}/public.json`, 'utf8')) as Words;

export { inLanguage, publicLanguages };
