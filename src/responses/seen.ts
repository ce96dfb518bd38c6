/**
 * What a duty page said, kept word for word. Whoever opened it could read its offer from then on, and its details from when they
 * accepted; a page is written anew as things change, so it is kept before and after each change.
 */
import { recordShown } from '../disclosures/index.ts';
import { pageById, wasOpened } from '../paging/index.ts';
import type { Tx } from '../platform/index.ts';

const wordsOf = (value: unknown): string =>
  typeof value === 'string'
    ? value
    : Array.isArray(value)
      ? value.map(wordsOf).join('\n')
      : value === null || value === undefined
        ? ''
        : JSON.stringify(value);

const itemsOf = (prefix: string, words: Readonly<Record<string, unknown>>): (readonly [string, string])[] =>
  Object.entries(words).map(([field, value]) => [`${prefix}: ${field}`, wordsOf(value)] as const);

/** Keeps what the page says now for whoever opened it by its link. What was read out by telephone is kept with its call. */
export async function keepSeen(
  tx: Tx,
  page: { readonly pageId: string; readonly disclosureId: string },
  now: Date,
): Promise<void> {
  const says = await pageById(tx, page.pageId);
  if (!says || !(await wasOpened(tx, page.pageId))) return;
  const items = new Map([
    ...itemsOf('asked', says.offer),
    ...(says.acceptedAt ? itemsOf('accepted', says.detail) : []),
  ]);
  await recordShown(tx, { disclosureId: page.disclosureId, way: 'duty-page', at: now }, items);
}
