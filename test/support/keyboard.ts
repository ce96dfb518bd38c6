/** Somebody who has nothing but a keyboard, and sees where they are. */
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

const tabsLimit = 80;

/** Tabs until the element is reached, as somebody does who sees where they are: its edge is drawn, and nothing covers it. */
export async function tabTo(page: Page, selector: string): Promise<void> {
  for (let pressed = 0; pressed < tabsLimit; pressed++) {
    await page.keyboard.press('Tab');
    const found = await page.evaluate((wanted) => {
      const here = document.activeElement as HTMLElement;
      if (!here.matches(wanted)) return null;
      const { outlineStyle, outlineWidth } = getComputedStyle(here);
      const { top, bottom } = here.getBoundingClientRect();
      const bar = document.querySelector('.bar');
      const barBottom = bar && !bar.contains(here) ? Math.max(0, bar.getBoundingClientRect().bottom) : 0;
      return { outline: `${outlineStyle} ${outlineWidth}`, seen: bottom > barBottom && top < innerHeight };
    }, selector);
    if (!found) continue;
    expect(found, `${selector} is seen to be reached`).toEqual({ outline: 'solid 3px', seen: true });
    return;
  }
  throw new Error(`the keyboard does not reach ${selector}`);
}

/** Tabs to an element and presses a key there. */
export async function press(page: Page, selector: string, key: 'Space' | 'Enter'): Promise<void> {
  await tabTo(page, selector);
  await page.keyboard.press(key);
}

/**
 * From the top of a page through to its end: everything that can be used is reached, in the order in which it is read, each is seen to be,
 * and the keyboard comes out again at the other side.
 */
export async function expectReadingOrder(page: Page, name: string): Promise<void> {
  const wanted = await page.evaluate(() => {
    // Tabbing begins at the top, wherever somebody was before.
    (document.activeElement as HTMLElement).blur();
    getSelection()?.removeAllRanges();
    const usable = [
      ...document.querySelectorAll<HTMLElement>(
        'a[href], button, input:not([type=hidden]), textarea, select, summary',
      ),
    ].filter((element) => element.tabIndex >= 0 && element.checkVisibility());
    // Of a group of choices the keyboard reaches one; the arrows do the rest.
    const seen = new Set<string>();
    const reached = usable.filter((element) => {
      if (!(element instanceof HTMLInputElement) || element.type !== 'radio') return true;
      const group = [...document.getElementsByName(element.name)] as HTMLInputElement[];
      const stands = group.find(({ checked }) => checked) ?? group[0];
      return stands === element && !seen.has(element.name) && seen.add(element.name);
    });
    for (const [index, element] of reached.entries()) element.dataset['order'] = String(index);
    document.body.tabIndex = -1;
    document.body.focus();
    return reached.length;
  });
  const order: string[] = [];
  for (let pressed = 0; pressed <= wanted; pressed++) {
    await page.keyboard.press('Tab');
    const here = await page.evaluate(() => {
      const element = document.activeElement as HTMLElement;
      if (element === document.body) return 'out';
      return getComputedStyle(element).outlineStyle === 'solid'
        ? (element.dataset['order'] ?? '?')
        : 'unseen';
    });
    order.push(here);
  }
  // Out of the page, or where the browser has nothing else round to its first.
  expect(['out', '0'], `${name}: no way out`).toContain(order.pop());
  expect(order, name).toEqual([...Array(wanted).keys()].map(String));
}
