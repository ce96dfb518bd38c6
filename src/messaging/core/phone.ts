/** Telephone numbers as people write them and as carriers want them. */

/** Area codes and exchanges of North America never begin with 0 or 1. */
const northAmerican = /^1?([2-9]\d{2}[2-9]\d{6})$/;
const international = /^[1-9]\d{7,14}$/;

/**
 * A telephone number as carriers want it (E.164), from any of the ways people write one: (816) 555-0111, 816.555.0111,
 * 1-816-555-0111, +18165550111. @returns null for what no carrier would take, an extension among it
 */
export function normalPhone(text: string): string | null {
  const written = text.trim();
  if (!/^\+?[\d\s().\-/]+$/.test(written)) return null;
  const digits = written.replace(/\D/g, '');
  const home = northAmerican.exec(digits);
  if (home && (!written.startsWith('+') || digits.startsWith('1'))) return `+1${home[1]}`;
  if (!written.startsWith('+') || digits.startsWith('1')) return null;
  return international.test(digits) ? `+${digits}` : null;
}
