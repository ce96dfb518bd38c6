/**
 * The languages in which people can read and write to us. A real person who reviewed one signs in `locales/<code>/review.json`;
 * only then may it be named as reviewed here, and a test holds the two together. Source: safety.md "Not yet, on purpose".
 */

/** What a language is called by its readers, how it runs, and its tag for browsers (BCP 47). The key stands in addresses. */
export const publicLanguages = {
  en: { name: 'English', direction: 'ltr', tag: 'en' },
  es: { name: 'Español', direction: 'ltr', tag: 'es' },
  zh: { name: '简体中文', direction: 'ltr', tag: 'zh-Hans' },
  vi: { name: 'Tiếng Việt', direction: 'ltr', tag: 'vi' },
  ar: { name: 'العربية', direction: 'rtl', tag: 'ar' },
} as const;

export type PublicLanguage = keyof typeof publicLanguages;

/** Languages whose words a real person has reviewed. */
const reviewed: readonly string[] = ['en'];

const inEnglish = new Intl.DisplayNames('en', { type: 'language', fallback: 'code' });

/** What a language is called in English; "not known" where nobody said one, as in a text. A report may name one that is well written and does not exist: it is then said as it stands. */
export function languageName(tag: string): string {
  // Undetermined (BCP 47); the browser's own word for it is "root".
  if (/^und$/i.test(tag)) return 'not known';
  try {
    return inEnglish.of(tag) ?? tag;
  } catch {
    // Subtags that fit nothing: "en-1", or the same one twice.
    return tag;
  }
}

/** Whether consent in this language is informed: only where a real person has reviewed the words. */
export const isReviewedLanguage = (tag: string): boolean =>
  reviewed.includes(tag.split('-', 1)[0]!.toLowerCase());

export const isPublicLanguage = (code: string): code is PublicLanguage =>
  Object.hasOwn(publicLanguages, code);

/**
 * The language an address is in, and the address without it: `/es/help` is the Spanish of `/help`. English has no prefix, and
 * `/en/help` is not an address, so that each page has one.
 */
export function languageOfPath(path: string): { language: PublicLanguage; path: string } {
  const [, first = '', rest = ''] = /^\/([^/]*)(.*)$/.exec(path) ?? [];
  if (first === 'en' || !isPublicLanguage(first)) return { language: 'en', path };
  return { language: first, path: rest.startsWith('/') ? rest : `/${rest}` };
}

/** An address of the public site in a language. @param path root-relative, in English */
export const inLanguage = (language: PublicLanguage, path: string): string =>
  language === 'en' ? path : path === '/' ? `/${language}` : `/${language}${path}`;

/**
 * The language that a browser asks for before all others, when we have it. Only the first counts: whoever lists English first
 * reads English.
 * @param header Accept-Language (RFC 9110, section 12.5.4)
 */
export function languageAsked(header: string | null): PublicLanguage | undefined {
  const first = /^\s*([A-Za-z]{2,3})\b/.exec(header?.slice(0, 200) ?? '')?.[1]?.toLowerCase();
  return first && isPublicLanguage(first) ? first : undefined;
}
